import { FlagError } from '@clusterwright/controller-runtime/service/flags';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import type { flags } from './flags.ts';

export type CoreConfig = ServiceConfig<typeof flags>;

const minConditionsGraceMs = 2 * 60_000;

/** Refuses flags that contradict each other, as upstream does at start. Throws FlagError. */
export function checkConfig({ flags: values }: CoreConfig): void {
  const conditionsMs = values['remote-conditions-grace-period'];
  const connectionMs = values['remote-connection-grace-period'];
  if (conditionsMs < minConditionsGraceMs) throw new FlagError(`flag --remote-conditions-grace-period: ${conditionsMs / 1000}s is too short, it must be at least 2m`);
  if (conditionsMs <= connectionMs) throw new FlagError(`flag --remote-conditions-grace-period: ${conditionsMs / 1000}s must be longer than --remote-connection-grace-period (${connectionMs / 1000}s)`);
}

/** Compiles the patterns of a sync flag. Throws FlagError that names the flag and the pattern. */
export function compilePatterns(flag: string, patterns: readonly string[]): RegExp[] {
  return patterns.map((pattern) => {
    try {
      return new RegExp(pattern);
    } catch (error) {
      throw new FlagError(`flag --${flag}: ${JSON.stringify(pattern)} is no regular expression: ${(error as Error).message}`, { cause: error });
    }
  });
}
