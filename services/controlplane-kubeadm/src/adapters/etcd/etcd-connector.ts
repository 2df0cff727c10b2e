import type { Duplex } from 'node:stream';
import { toError } from '@clusterwright/api/errors';
import { EtcdError, type EtcdClient, type EtcdConnector, type EtcdTarget } from '../../ports/etcd-client.ts';
import { createEtcdClient } from './etcd-client.ts';
import { createEtcdCredentialSource, type CredentialSourceOptions } from './etcd-credentials.ts';
import { encryptForEtcd, type EtcdCredentials } from './etcd-tls.ts';
import { openGrpcChannel } from './grpc-unary.ts';

export interface EtcdConnectorOptions extends CredentialSourceOptions {
  /** `--etcd-dial-timeout-duration` */
  readonly dialTimeoutMs: number;
  /** `--etcd-call-timeout-duration` */
  readonly callTimeoutMs: number;
}

const etcdPort = 2379;

/** Reaches etcd members through the port-forward of their static Pods, with TLS from end to end. */
export function createEtcdConnector(options: EtcdConnectorOptions): EtcdConnector {
  const credentialsOf = createEtcdCredentialSource(options);

  const connectTo = async (target: EtcdTarget, nodeName: string, credentials: EtcdCredentials, signal: AbortSignal): Promise<EtcdClient> => {
    const podName = `etcd-${nodeName}`;
    const stream = await forward(target, podName, options.dialTimeoutMs, signal);
    const channel = openGrpcChannel(await encryptForEtcd(stream, podName, credentials, options.dialTimeoutMs), podName, signal);
    try {
      return await createEtcdClient(channel, options.callTimeoutMs);
    } catch (error) {
      channel.close();
      throw error;
    }
  };

  return {
    async connect(target, nodeNames, signal) {
      if (nodeNames.length === 0) throw new EtcdError('Connect', 'there is no Node to connect to');
      const credentials = await credentialsOf(target);
      const failures: Error[] = [];
      for (const nodeName of nodeNames) {
        try {
          return await connectTo(target, nodeName, credentials, signal);
        } catch (error) {
          failures.push(toError(error));
        }
      }
      const [first] = failures;
      const message = failures.length > 1 ? `[${failures.map((failure) => failure.message).join(', ')}]` : (first?.message ?? '');
      throw new EtcdError('Connect', message, { cause: first });
    },
  };
}

async function forward({ workloadClient }: EtcdTarget, podName: string, timeoutMs: number, signal: AbortSignal): Promise<Duplex> {
  // The stream outlives the dial: its signal must not fire once it is open.
  const dial = new AbortController();
  const deadline = AbortSignal.timeout(timeoutMs);
  const expire = (): void => dial.abort(deadline.reason);
  deadline.addEventListener('abort', expire, { once: true });
  try {
    return await workloadClient.portForward({ namespace: 'kube-system', name: podName }, etcdPort, { signal: AbortSignal.any([signal, dial.signal]) });
  } catch (error) {
    throw new EtcdError('Connect', toError(error).message, { cause: error });
  } finally {
    deadline.removeEventListener('abort', expire);
  }
}
