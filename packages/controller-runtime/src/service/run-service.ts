import { createKubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { AppError, toError } from '@clusterwright/api/errors';
import { setFlagsFromString } from 'node:v8';
import { systemClock } from '../clock.ts';
import { createManager } from '../create-manager.ts';
import type { RunnableManager } from '../create-manager.ts';
import type { Logger } from '../log.ts';
import type { Manager } from '../manager.ts';
import { requestMetrics } from '../metrics/request-metrics.ts';
import { createMetricsRegistry } from '../metrics/prometheus.ts';
import { commonFlags } from './common-flags.ts';
import type { CommonFlagValues } from './common-flags.ts';
import { parseFeatureGates } from './feature-gates.ts';
import type { FeatureGates } from './feature-gates.ts';
import { FlagError, describeFlags, parseFlags } from './flags.ts';
import type { FlagSchema, FlagValues } from './flags.ts';
import { LeaderElection } from './leader-election.ts';
import { parseListenAddress } from './listen-address.ts';
import { createLog } from './pino-log.ts';
import { createAuthorizer, serveDiagnostics, serveHealth } from './probe-servers.ts';
import { startTracing } from './tracing.ts';
import { startWebhooks } from './start-webhooks.ts';

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
  setup(manager: Manager, config: ServiceConfig<S>): void | Promise<void>;
}

/** Runs a service until it is asked to stop, with all that every service has. Never returns: the process exits with 0 after a signal, 1 otherwise. */
export async function runService<S extends FlagSchema>(definition: ServiceDefinition<S>, args: readonly string[] = process.argv.slice(2)): Promise<never> {
  // Halves the memory of an idle manager (dependencies.md section 2); refused in NODE_OPTIONS, so set here.
  setFlagsFromString('--optimize-for-size');
  const schema = { ...withDefaults(definition), ...definition.flags };
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`clusterwright ${definition.name}\n\nFlags:\n${describeFlags(schema)}\n`);
    process.exit(0);
  }
  try {
    const { values, given } = parseFlags(schema, args);
    const log = createLog({ debug: Number(values.v) >= 4 });
    process.on('unhandledRejection', (error) => log.error('Failing in the background', { err: toError(error), code: 'Invariant' }));
    process.exit(await new Service(definition, values as unknown as CommonFlagValues & FlagValues<S>, given, log).run());
  } catch (error) {
    const { message, stack } = toError(error);
    process.stderr.write(`${definition.name}: ${AppError.is(error) ? message : stack}\n`);
    process.exit(error instanceof FlagError ? 2 : 1);
  }
}

function withDefaults<S extends FlagSchema>({ flagDefaults = {} }: ServiceDefinition<S>): FlagSchema {
  return Object.fromEntries(Object.entries(commonFlags).map(([name, flag]) => [name, { ...flag, default: flagDefaults[name as keyof CommonFlagValues] ?? flag.default }]));
}

class Service<S extends FlagSchema> {
  readonly #definition: ServiceDefinition<S>;
  readonly #flags: CommonFlagValues & FlagValues<S>;
  readonly #given: ReadonlySet<string>;
  readonly #log: Logger;
  readonly #stop = new AbortController();

  constructor(definition: ServiceDefinition<S>, flags: CommonFlagValues & FlagValues<S>, given: ReadonlySet<string>, log: Logger) {
    this.#definition = definition;
    this.#flags = flags;
    this.#given = given;
    this.#log = log;
  }

  /** Resolves with the exit code. */
  async run(): Promise<number> {
    const { name, component } = this.#definition;
    const flags = this.#flags;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => this.#stop.abort(new Error(`received ${signal}`)));
    const features = parseFeatureGates(flags['feature-gates']);
    const stopTracing = await startTracing(`clusterwright-${name}`);
    const metrics = createMetricsRegistry();
    const live = createKubeClient({ ...loadConnection(flags.kubeconfig || undefined), qps: flags['kube-api-qps'], burst: flags['kube-api-burst'], userAgent: component, onRequest: requestMetrics(metrics) });
    const manager = createManager({
      live,
      log: this.#log,
      metrics,
      component,
      signal: this.#stop.signal,
      namespace: flags.namespace || undefined,
      watchFilter: flags['watch-filter'] || undefined,
      syncPeriodMs: flags['sync-period'],
    });
    await this.#definition.setup(manager, { flags, features });
    this.#log.info('Starting', { service: name, reason: 'process start' });
    const closers = await this.#startServers(manager);
    manager.startAlways();
    const code = await this.#lead(manager);
    this.#stop.abort();
    await Promise.allSettled([...closers.map((close) => close()), stopTracing(), live.close()]);
    this.#log.info('Stopped', { service: name, reason: code === 0 ? 'asked to' : 'leadership was lost' });
    return code;
  }

  async #startServers(manager: RunnableManager): Promise<(() => Promise<void>)[]> {
    const { namespace, namePrefix } = this.#definition;
    const flags = this.#flags;
    const closers: (() => Promise<void>)[] = [];
    const ownNamespace = process.env['POD_NAMESPACE'] || namespace;
    const health = parseListenAddress('health-addr', flags['health-addr']);
    if (health) {
      const server = await serveHealth(health, manager.readyChecks);
      closers.push(() => server.close());
    }
    const webhooks = await startWebhooks({ manager, flags, given: this.#given, namespace: ownNamespace, namePrefix, clock: systemClock });
    if (webhooks) closers.push(() => webhooks.close());
    const diagnostics = parseListenAddress('diagnostics-address', flags['diagnostics-address']);
    if (diagnostics) {
      const security = flags['insecure-diagnostics'] ? ('insecure' as const) : { certificate: await diagnosticsCertificate(), authorizer: createAuthorizer(manager.live) };
      const server = await serveDiagnostics(diagnostics, manager.metrics, security);
      closers.push(() => server.close());
    }
    return closers;
  }

  async #lead(manager: RunnableManager): Promise<number> {
    const flags = this.#flags;
    const stop = this.#stop.signal;
    await Promise.race([manager.synced(), aborted(stop)]);
    if (stop.aborted) return 0;
    if (!flags['leader-elect']) {
      await manager.lead(stop);
      return 0;
    }
    const election = new LeaderElection({
      client: manager.live,
      clock: systemClock,
      log: this.#log,
      namespace: process.env['POD_NAMESPACE'] || this.#definition.namespace,
      name: this.#definition.leaseName,
      leaseDurationMs: flags['leader-elect-lease-duration'],
      renewDeadlineMs: flags['leader-elect-renew-deadline'],
      retryPeriodMs: flags['leader-elect-retry-period'],
    });
    await election.acquire(stop);
    if (stop.aborted) return 0;
    const reign = new AbortController();
    const end = (): void => reign.abort(stop.reason);
    stop.addEventListener('abort', end, { once: true });
    const leading = manager.lead(reign.signal);
    const result = await election.hold(stop);
    reign.abort(new Error(`leadership ${result}`));
    // Another replica may lead from now on: passes that still run must not outlive the lease.
    if (result === 'lost') return 1;
    await leading;
    await election.release();
    return 0;
  }
}

async function diagnosticsCertificate(): Promise<{ cert: string; key: string }> {
  const { issueAuthority, issueServingCertificate } = await import('../webhooks/issue-certificate.ts');
  const day = 24 * 3_600_000;
  const now = systemClock.now().getTime();
  const lifetime = { notBefore: new Date(now - day), notAfter: new Date(now + 365 * day) };
  return issueServingCertificate(await issueAuthority('diagnostics', lifetime), { dns: ['localhost'], ips: ['127.0.0.1'] }, lifetime);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
