import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toError } from '@clusterwright/api/errors';
import { elapsed } from '@clusterwright/controller-runtime/clock';
import type { Clock, Logger } from '@clusterwright/controller-runtime';

/** A certificate with its private key, PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface ClientCertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const rereadMs = 10_000;

/**
 * A client certificate from files that something else renews (`--runtime-extension-client-cert-file`, `-key-file`): looked at again every ten seconds while it is used.
 *
 * Errors: where the files are not there, or do not belong together, at the start; later on the last good pair stays in use.
 */
export function clientCertificateFromFiles({ certFile, keyFile, clock, log }: ClientCertificateFiles): () => ClientCertificate {
  const read = (): ClientCertificate => {
    const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key))) throw new Error(`the key in ${keyFile} is not that of the certificate in ${certFile}`);
    return pair;
  };
  let current = read();
  let readAt = elapsed(clock);
  return () => {
    if (elapsed(clock) - readAt < rereadMs) return current;
    readAt = elapsed(clock);
    try {
      const next = read();
      if (next.cert !== current.cert) log.info('Using renewed client certificate for runtime extensions', { reason: 'files changed' });
      current = next;
    } catch (error) {
      // Files may be half replaced.
      log.error('Failing to read the client certificate for runtime extensions', { err: toError(error).message });
    }
    return current;
  };
}
