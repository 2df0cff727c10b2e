import { Secrets } from '@clusterwright/api/kubernetes';
import { done, requeueAfter } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { clusterSecretName, kubeconfigKey } from '@clusterwright/provider-kit/certificates/purposes';
import { kubeconfigOf, serverURL } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import type { DevClusterDeps, DevClusterScope } from '../devcluster.scope.ts';
import { hostChanged, withServer } from './kubeconfig.plan.ts';

/** Rare, and short: the control plane provider writes the Secret as soon as there is an endpoint. */
const missingSecretRetryMs = 5000;

/**
 * Puts the host this process has now into the kubeconfig of the cluster, before the DevCluster publishes it.
 *
 * The host published last is what tells that there is something to do, so it stays until the kubeconfig is right.
 */
export function kubeconfig({ client }: DevClusterDeps): Phase<DevClusterScope> {
  return async ({ devCluster, clusterKey, endpoint }, { log, signal }) => {
    if (!clusterKey || !endpoint || !hostChanged(devCluster, endpoint)) return done;
    const key = { namespace: clusterKey.namespace, name: clusterSecretName(clusterKey.name, 'kubeconfig') };
    const secret = await client.get(Secrets, key);
    if (!secret) return { outcome: requeueAfter(missingSecretRetryMs, 'WaitingForKubeconfig', `Secret ${key.name} is not there yet`), observed: { endpoint: undefined } };
    const replaced = withServer(kubeconfigOf(secret), clusterKey.name, serverURL(endpoint));
    log.info('Changing host of control plane endpoint', { reason: 'this process has another address', from: devCluster.spec.controlPlaneEndpoint?.host, to: endpoint.host });
    if (replaced === undefined) return done;
    const body = { metadata: { resourceVersion: secret.metadata.resourceVersion }, data: { [kubeconfigKey]: Buffer.from(replaced, 'utf8').toString('base64') } };
    await client.patch(Secrets, key, { type: 'merge', body }, { signal });
    return done;
  };
}
