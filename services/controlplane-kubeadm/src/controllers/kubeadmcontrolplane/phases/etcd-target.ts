import { keyOf } from '@clusterwright/api';
import type { WorkloadCluster } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { EtcdTarget } from '../../../ports/etcd-client.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

/** The etcd cluster of a control plane, as the connector wants it described. */
export function etcdTarget({ cluster, controlPlane }: Pick<ControlPlaneScope, 'cluster' | 'controlPlane'>, { client }: WorkloadCluster): EtcdTarget {
  return {
    cluster: keyOf(cluster),
    clusterUID: cluster.metadata.uid ?? '',
    workloadClient: client,
    keyAlgorithm: controlPlane.spec.kubeadmConfigSpec?.clusterConfiguration?.encryptionAlgorithm,
  };
}
