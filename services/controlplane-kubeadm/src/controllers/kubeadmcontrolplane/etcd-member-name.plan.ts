import { infraMachineProviderID } from '@clusterwright/contract';
import type { WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { ControlPlaneMachine } from './control-plane-machine.plan.ts';

/** Finds the name of the only Node with a provider ID. */
export type NodeNameByProviderID = (providerID: string) => string | undefined;

/** Looks among the Nodes that are seen now. */
export function nodeNameByProviderID(connection: WorkloadConnection): NodeNameByProviderID {
  return (providerID) => {
    const [node, ...others] = connection.kind === 'connected' ? connection.cluster.nodes.byProviderID(providerID) : [];
    return others.length === 0 ? node?.metadata.name : undefined;
  };
}

/** Name of the etcd member on a Machine: kubeadm names it as the Node, which may exist before the Machine knows. Undefined where that cannot be told. */
export function etcdMemberName({ machine, infraMachine }: ControlPlaneMachine, nameByProviderID: NodeNameByProviderID): string | undefined {
  if (machine.status?.nodeRef?.name) return machine.status.nodeRef.name;
  const providerID = machine.spec.providerID ?? (infraMachine && infraMachineProviderID(infraMachine.object));
  return providerID ? nameByProviderID(providerID) : undefined;
}
