import { ConfigMaps } from '@clusterwright/api/kubernetes';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import type { KubeClient } from '@clusterwright/kube-client';
import { KubeadmConfigMapError } from './kubeadm-cluster-configuration.plan.ts';

const kubeadmConfig = { namespace: 'kube-system', name: 'kubeadm-config' };
const clusterConfigurationKey = 'ClusterConfiguration';

/** Rewrites the ClusterConfiguration that joining machines read; `update` answers undefined where nothing changes. Errors: `KubeadmConfigMapError`, `ApiError`; a conflict where it was changed meanwhile. */
export async function updateKubeadmConfigMap(client: KubeClient, reason: string, update: (text: string) => string | undefined, { log, signal }: ReconcileContext): Promise<void> {
  const configMap = await client.get(ConfigMaps, kubeadmConfig, { signal });
  const text = configMap.data?.[clusterConfigurationKey];
  if (text === undefined) throw new KubeadmConfigMapError(`unable to find "${clusterConfigurationKey}" in the kubeadm-config ConfigMap`);
  const updated = update(text);
  if (updated === undefined) return;
  log.info('Updating ConfigMap kubeadm-config in workload cluster', { reason });
  await client.update(ConfigMaps, { ...configMap, data: { ...configMap.data, [clusterConfigurationKey]: updated } }, { signal });
}
