import { ConfigMaps } from '@clusterwright/api/kubernetes';
import { done, type Phase } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import { isDeleting, isToBeRemediated } from '../control-plane-machine.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

/**
 * Finds out whether `kubeadm init` has finished: it uploads the ConfigMap kubeadm-config last (KCP-25).
 *
 * Not asked while the only Machine is about to go: a cluster that comes up in that moment would have no Machine that others could join.
 */
export function initialization(): Phase<ControlPlaneScope> {
  return async ({ initialized, connection, machines }, { log, signal }) => {
    const [only] = machines;
    const isLeaving = machines.length === 1 && only !== undefined && (isDeleting(only.machine) || isToBeRemediated(only.machine));
    if (initialized || isLeaving || connection.kind !== 'connected') return done;
    const config = await ignoreNotFound(connection.cluster.client.get(ConfigMaps, { namespace: 'kube-system', name: 'kubeadm-config' }, { signal }));
    if (!config) return done;
    log.info('Control plane is initialized', { reason: 'ConfigMap kubeadm-config exists in the workload cluster' });
    return { outcome: done, observed: { initialized: true } };
  };
}
