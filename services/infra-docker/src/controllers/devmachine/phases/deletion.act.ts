import { Nodes, Pods } from '@clusterwright/api/kubernetes';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { DevMachineDeps, DevMachineScope } from '../devmachine.scope.ts';
import { staticPodName } from '../workload-objects.ts';

const kubeSystem = 'kube-system';

/** Takes the simulated instance away: its Node, its static Pods, its etcd member and API server. What kubeadm left in the cluster stays. */
export function deletion({ instances }: DevMachineDeps): Phase<DevMachineScope> {
  return async ({ devMachine, simulation, isControlPlane }, { log }) => {
    instances.delete(devMachine);
    if (!simulation) return done;
    log.info('Deleting simulated instance', { reason: 'DevMachine is deleted' });
    simulation.objects.delete(Nodes, { name: devMachine.metadata.name });
    if (!isControlPlane) return done;
    await simulation.removeEtcdMember(staticPodName('etcd', devMachine));
    for (const component of ['kube-scheduler', 'kube-controller-manager']) simulation.objects.delete(Pods, { namespace: kubeSystem, name: staticPodName(component, devMachine) });
    await simulation.removeApiServer(staticPodName('kube-apiserver', devMachine));
    return done;
  };
}
