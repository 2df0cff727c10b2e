import { readFileSync } from 'node:fs';
import { Pods } from '@clusterwright/api/kubernetes';
import { ignoreNotFound, type KubeClient } from '@clusterwright/kube-client';

/** The Pod this process runs in, and how the API server of its own cluster is reached from inside. */
export interface SelfIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly server: string;
  readonly ca: string;
}

const caFile = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/** Who we are, as the Deployment tells by `POD_NAMESPACE`, `POD_NAME` and `POD_UID`; undefined outside a cluster, or where it tells nothing. */
export function selfFromEnvironment(env: Readonly<Record<string, string | undefined>>, readText: (file: string) => string = (file) => readFileSync(file, 'utf8')): SelfIdentity | undefined {
  const { POD_NAMESPACE: namespace, POD_NAME: name, POD_UID: uid, KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!namespace || !name || !uid || !host) return undefined;
  return { namespace, name, uid, server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`, ca: readText(caFile) };
}

/** Whether a workload cluster is the very cluster this process runs in: then its load balancer is not needed, and may depend on us (spec CCACHE-02). */
export async function runsIn(client: KubeClient, { namespace, name, uid }: SelfIdentity, signal: AbortSignal): Promise<boolean> {
  const pod = await ignoreNotFound(client.get(Pods, { namespace, name }, { signal }));
  return pod?.metadata.uid === uid;
}
