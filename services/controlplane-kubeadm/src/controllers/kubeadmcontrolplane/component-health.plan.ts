import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { hasCondition, podConditionTypes, staticPodComponents, type ControlPlaneMachine } from './control-plane-machine.plan.ts';

/** A change of Machines that is being considered. */
export interface MachineChange {
  readonly addMachine: boolean;
  /** Name of the Machine to go; undefined where none goes. */
  readonly removeMachine: string | undefined;
}

/**
 * Whether at least one Machine will have all components of a control plane working after a change. kubeadm wires components of one machine to each other, so a
 * set counts only as a whole. A new Machine is taken for broken, unless it is the first.
 */
export function keepsHealthyComponents(controlPlane: KubeadmControlPlane, machines: readonly ControlPlaneMachine[], { addMachine, removeMachine }: MachineChange): boolean {
  if (addMachine && machines.length === 0) return true;
  const types = staticPodComponents(controlPlane).map((component) => podConditionTypes[component]);
  return machines.some(({ machine }) => machine.metadata.name !== removeMachine && types.every((type) => hasCondition(machine, type, 'True')));
}
