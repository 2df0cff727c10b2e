import { AppError, toError } from '@clusterwright/api/errors';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from '../log.ts';
import type { Manager } from '../manager.ts';
import { commonFlags } from './common-flags.ts';
import type { CommonFlagValues } from './common-flags.ts';
import type { FeatureGates, PartialGates } from './feature-gates.ts';
import { FlagError, describeFlags, parseFlags } from './flags.ts';
import type { FlagSchema, FlagValues } from './flags.ts';
import { createLog } from './pino-log.ts';
import { Service } from './service.ts';

/** What a service's `setup` gets besides its manager. */
export interface ServiceConfig<S extends FlagSchema> {
  readonly flags: CommonFlagValues & FlagValues<S>;
  readonly features: FeatureGates;
}

export interface ServiceDefinition<S extends FlagSchema> {
  /** `core`, `bootstrap-kubeadm`, … */
  readonly name: string;
  /** Sender of Events, and user agent; upstream's manager name. */
  readonly component: string;
  /** Namespace and name prefix of the deployment (spec 9.4): `capi-system`, `capi-`. */
  readonly namespace: string;
  readonly namePrefix: string;
  /** Name of the leader election Lease (spec 9.1). */
  readonly leaseName: string;
  readonly flags: S;
  /** Flags whose default differs from the common one. */
  readonly flagDefaults?: Partial<Record<keyof CommonFlagValues, unknown>> | undefined;
  /** Gates behind which something is missing still; whoever switches one on is told once, at the start. */
  readonly partialGates?: PartialGates | undefined;
  setup(manager: Manager, config: ServiceConfig<S>): void | Promise<void>;
}

/**
 * Runs a service until it is asked to stop, with all that every service has. Never returns.
 *
 * Exit codes: 0 after SIGTERM or SIGINT (a second one ends it at once) and for `--help` and `--version`, 2 for a mistake on the command line, 1 for anything else: leadership lost,
 * no kubeconfig, an address in use, a defect.
 */
export async function runService<S extends FlagSchema>(definition: ServiceDefinition<S>, args: readonly string[] = process.argv.slice(2)): Promise<never> {
  // Halves the memory of an idle manager (dependencies.md section 2); refused in NODE_OPTIONS, so set here.
  setFlagsFromString('--optimize-for-size');
  const schema = { ...withDefaults(definition), ...definition.flags };
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`clusterwright ${definition.name}\n\nFlags:\n${describeFlags(schema)}\n`);
    process.exit(0);
  }
  if (args.includes('--version')) {
    process.stdout.write(`clusterwright ${definition.name} ${process.env['CLUSTERWRIGHT_VERSION'] ?? '(not built)'}, Node.js ${process.version}\n`);
    process.exit(0);
  }
  try {
    const { values, given } = parseFlags(schema, args);
    const log = createLog({ debug: Number(values['v']) >= 4 });
    catchStrays(log);
    // The schema that they were parsed by has these flags, with these types.
    const service = new Service({ definition, flags: values as unknown as CommonFlagValues & FlagValues<S>, given, log });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => service.stop(new Error(`received ${signal}`)));
    process.exit(await service.run());
  } catch (error) {
    const { message, stack } = toError(error);
    process.stderr.write(`${definition.name}: ${AppError.is(error) ? message : stack}\n`);
    process.exit(error instanceof FlagError ? 2 : 1);
  }
}

/** A rejection nobody waits for has harmed nobody else; an exception outside of everything may have left anything half done. */
function catchStrays(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error('Failing in the background', { err: toError(error), code: 'Invariant' }));
  process.on('uncaughtException', (error) => {
    log.error('Ending after an exception nobody caught', { err: toError(error), code: 'Invariant' });
    process.exit(1);
  });
}

function withDefaults<S extends FlagSchema>({ flagDefaults = {} }: ServiceDefinition<S>): FlagSchema {
  return Object.fromEntries(Object.entries(commonFlags).map(([name, flag]) => [name, { ...flag, default: flagDefaults[name as keyof CommonFlagValues] ?? flag.default }]));
}
