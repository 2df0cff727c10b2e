import { keyOf } from '@clusterwright/api';
import { ClusterRoleBindings, type ClusterRoleBinding } from '@clusterwright/api/kubernetes';
import { done, waitFor, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound, isAlreadyExists, type KubeClient } from '@clusterwright/kube-client';
import { isAtLeast } from '@clusterwright/provider-kit/cluster/versions';
import { machinesNeedingRollout } from '../control-plane.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { updatedClusterConfiguration } from './kubeadm-cluster-configuration.plan.ts';
import { updateKubeadmConfigMap } from './kubeadm-config-map.ts';

/** What `kubeadm upgrade` to 1.37 adds, since the API server's own kubelet credential may no longer do everything. */
const kubeletAdmin: ClusterRoleBinding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'kubeadm:apiserver-kubelet-client' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:kubelet-api-admin' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'kube-apiserver-kubelet-client' }],
};

/** Does in the workload cluster what `kubeadm upgrade` would do, before the first new Machine joins (KCP-13); nothing where no Machine is outdated. */
export function rolloutPreparation(): Phase<ControlPlaneScope> {
  return async ({ controlPlane, connection, machines }, ctx) => {
    const outdated = machinesNeedingRollout(machines);
    const observed = { outdatedMachines: outdated.length };
    if (outdated.length === 0) return { outcome: done, observed };
    const reasons = outdated.map(({ machine, upToDate }) => `Machine ${machine.metadata.name} needs rollout: ${upToDate.logMessages.join(', ')}`);
    ctx.log.debug('Machines need rollout', { reason: reasons.join(', ') });
    if (connection.kind === 'disconnected') return { outcome: waitFor('WaitingForWorkloadCluster', connection.reason), observed };

    const { client } = connection.cluster;
    if (!isAtLeast(controlPlane.spec.version, 'v1.38.0')) await ensureKubeletAdmin(client, ctx);
    await updateKubeadmConfigMap(client, 'control plane has changed', (text) => updatedClusterConfiguration(text, controlPlane), ctx);
    return { outcome: done, observed };
  };
}

async function ensureKubeletAdmin(client: KubeClient, { log, signal }: ReconcileContext): Promise<void> {
  if (await ignoreNotFound(client.get(ClusterRoleBindings, keyOf(kubeletAdmin), { signal }))) return;
  log.info('Creating ClusterRoleBinding in workload cluster', { reason: 'kubeadm needs it from 1.37 on', ClusterRoleBinding: kubeletAdmin.metadata.name });
  try {
    await client.create(ClusterRoleBindings, kubeletAdmin, { signal });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}
