import { Nodes, Pods } from '@clusterwright/api/kubernetes';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { DevMachineDeps, DevMachineScope } from '../devmachine.scope.ts';
import { staticPodName } from '../workload-objects.ts';

const kubeSystem = 'kube-system';

/**
 * Takes the simulated instance away: its Node, its static Pods, its etcd member and API server. What kubeadm left in the cluster stays.
 *
 * Asks for everything that a control plane machine has: the labels that say it is one may be gone with the Machine.
 */
export function deletion({ instances }: DevMachineDeps): Phase<DevMachineScope> {
  return async ({ devMachine, simulation }, { log }) => {
    instances.delete(devMachine);
    if (!simulation) return done;
    log.info('Deleting simulated instance', { Cluster: simulation.key, Node: devMachine.metadata.name, reason: 'DevMachine is deleted' });
    simulation.objects.delete(Nodes, { name: devMachine.metadata.name });
    await simulation.removeEtcdMember(staticPodName('etcd', devMachine));
    for (const component of ['kube-scheduler', 'kube-controller-manager']) simulation.objects.delete(Pods, { namespace: kubeSystem, name: staticPodName(component, devMachine) });
    await simulation.removeApiServer(staticPodName('kube-apiserver', devMachine));
    return done;
  };
}
