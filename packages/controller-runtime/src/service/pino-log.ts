import { pino } from 'pino';
import type { Logger as Pino } from 'pino';
import { toError } from '@clusterwright/api/errors';
import type { Logger } from '../log.ts';
import { redactSecrets } from './redact-secrets.ts';

export interface LogOptions {
  readonly debug?: boolean | undefined;
  /** Where lines go; standard output by default. */
  readonly write?: ((line: string) => void) | undefined;
}

/** Values under such keys never reach a log line. */
const secretKeys = ['token', 'password', 'passwd', 'key', 'kubeconfig', 'userData', 'authorization'];

/** JSON lines: `level`, `ts`, `msg` and the keys given. Secrets are masked, by key and by what they look like. */
export function createLog({ debug, write }: LogOptions = {}): Logger {
  const options = {
    level: debug ? 'debug' : 'info',
    base: null,
    timestamp: () => `,"ts":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '<redacted>' },
    serializers: { err: (error: unknown) => (isPlain(error) ? error : pino.stdSerializers.err(toError(error))) },
    hooks: { streamWrite: redactSecrets },
  };
  return adapt(lazily(() => (write ? pino(options, { write }) : pino(options))), debug === true);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
}

/** Most passes over an object say nothing: what their lines would begin with is put together with the first of them. */
function adapt(log: () => Pino, debug: boolean): Logger {
  return {
    info: (message, keys = {}) => log().info(keys, message),
    debug: (message, keys = {}) => {
      if (debug) log().debug(keys, message);
    },
    error: (message, keys = {}) => log().error(keys, message),
    with: (keys) => adapt(lazily(() => log().child(keys)), debug),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
