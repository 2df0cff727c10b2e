import type { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { keyString } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { bridgeToSocket } from '@clusterwright/kube-client/socket-bridge';
import { ServingCertificateError, type ServingCertificates } from '../ports/serving-certificates.ts';

/** As kubeadm names the certificate of every API server. */
const commonName = 'CN=kube-apiserver';
const timeoutMs = 15_000;

/** Reads serving certificates in a TLS handshake through port-forward. */
export const servingCertificates: ServingCertificates = {
  async expiry(workloadClient, pod, port, signal) {
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const stream = await workloadClient.portForward(pod, port, { signal: within });
      const certificates = await presentedCertificates(await bridgeToSocket(stream), within);
      const own = certificates.find(({ subject }) => subject.split('\n').includes(commonName));
      if (!own) throw new Error(`no certificate with ${commonName} was presented`);
      return new Date(own.validTo);
    } catch (error) {
      throw new ServingCertificateError(`unable to get certificate expiry for Pod ${keyString(pod)}: ${toError(error).message}`, { cause: error });
    }
  },
};

/** What the server presents, the leaf first. It is looked at, never trusted: nothing is sent over this connection. */
function presentedCertificates(stream: Duplex, signal: AbortSignal): Promise<readonly X509Certificate[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: stream, rejectUnauthorized: false });
    const finish = (settle: () => void): void => {
      signal.removeEventListener('abort', abort);
      settle();
      socket.destroy();
      stream.destroy();
    };
    const abort = (): void => finish(() => reject(toError(signal.reason)));
    // The signal may have fired while the bridge was built.
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => finish(() => reject(error)));
    stream.on('error', (error) => finish(() => reject(error)));
    socket.on('close', () => finish(() => reject(new Error('connection closed during the TLS handshake'))));
    socket.once('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate();
      finish(() => resolve(chainOf(leaf)));
    });
  });
}

function chainOf(leaf: X509Certificate | undefined): readonly X509Certificate[] {
  return leaf ? [leaf, ...chainOf(leaf.issuerCertificate)] : [];
}
