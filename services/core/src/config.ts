import { toError } from '@clusterwright/api/errors';
import { systemClock } from '@clusterwright/controller-runtime';
import type { Logger } from '@clusterwright/controller-runtime';
import { FlagError } from '@clusterwright/controller-runtime/service/flags';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import { clientCertificateFromFiles } from '@clusterwright/runtime-sdk/adapters/client-certificate';
import type { ClientCertificate } from '@clusterwright/runtime-sdk/adapters/client-certificate';
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

/** The certificate shown to runtime extensions; undefined where none is named. Throws FlagError where the files cannot be used. */
export function clientCertificate(values: Pick<CoreConfig['flags'], 'runtime-extension-client-cert-file' | 'runtime-extension-client-key-file'>, log: Logger): (() => ClientCertificate) | undefined {
  const { 'runtime-extension-client-cert-file': certFile, 'runtime-extension-client-key-file': keyFile } = values;
  if (!certFile || !keyFile) return undefined;
  try {
    return clientCertificateFromFiles({ certFile, keyFile, clock: systemClock, log });
  } catch (error) {
    throw new FlagError(`flags --runtime-extension-client-cert-file, --runtime-extension-client-key-file: ${toError(error).message}`, { cause: error });
  }
}
