import { FlagError } from './flags.ts';

/** What the TLS servers of a process accept. */
export interface TlsOptions {
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers?: string | undefined;
}

/** Reads `--tls-min-version` and `--tls-cipher-suites`. Throws FlagError. Pure. */
export function tlsOptions(flags: { readonly 'tls-min-version': string; readonly 'tls-cipher-suites': readonly string[] }): TlsOptions {
  const ciphers = flags['tls-cipher-suites'].join(':');
  return { minVersion: minVersion(flags['tls-min-version']), ...(ciphers ? { ciphers } : {}) };
}

function minVersion(name: string): TlsOptions['minVersion'] {
  if (name === 'VersionTLS12' || name === '') return 'TLSv1.2';
  if (name === 'VersionTLS13') return 'TLSv1.3';
  throw new FlagError(`flag --tls-min-version: ${JSON.stringify(name)} must be VersionTLS12 or VersionTLS13`);
}
