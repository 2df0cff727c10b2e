import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { secureContextOf } from '@clusterwright/kube-client/secure-context';
import { bridgeToSocket } from '@clusterwright/kube-client/socket-bridge';
import { EtcdError } from '../../ports/etcd-client.ts';

export interface EtcdCredentials {
  /** PEM of the authority that signed etcd's certificates. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/**
 * Encrypts a byte stream towards etcd, with a client certificate.
 *
 * The server must prove a certificate of the etcd authority; its host name is not compared, because a member reached by port-forward is addressed by Pod, and no
 * certificate names that. The Pod is named all the same, as upstream does: where one endpoint serves many members, as in its simulation, that tells which one is
 * meant. Errors: `EtcdError` (Connect, Deadline).
 */
export async function encryptForEtcd(forwarded: Duplex, podName: string, credentials: EtcdCredentials, timeoutMs: number): Promise<Duplex> {
  const stream = await bridgeToSocket(forwarded);
  return new Promise((resolve, reject) => {
    const socket = connect({ socket: stream, servername: podName, secureContext: secureContextOf(credentials), ALPNProtocols: ['h2'], checkServerIdentity: () => undefined });
    const fail = (error: EtcdError): void => {
      deadline.removeEventListener('abort', expire);
      socket.destroy();
      stream.destroy();
      reject(error);
    };
    const deadline = AbortSignal.timeout(timeoutMs);
    const expire = (): void => fail(new EtcdError('Deadline', 'TLS handshake timed out'));
    deadline.addEventListener('abort', expire, { once: true });
    socket.on('error', (error) => fail(new EtcdError('Connect', error.message, { cause: error })));
    socket.on('close', () => fail(new EtcdError('Connect', 'connection closed during the TLS handshake')));
    stream.on('error', (error) => fail(new EtcdError('Connect', error.message, { cause: error })));
    socket.once('secureConnect', () => {
      deadline.removeEventListener('abort', expire);
      resolve(socket);
    });
  });
}
