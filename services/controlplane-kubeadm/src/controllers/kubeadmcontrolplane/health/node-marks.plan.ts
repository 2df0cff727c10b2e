import type { Node } from '@clusterwright/api/kubernetes';
import type { ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { modeOf } from '../kubeadm-config-diff.plan.ts';
import type { MachineDraft } from './drafts.plan.ts';

/** Label and taint key by which kubeadm marks control plane Nodes. */
export const controlPlaneRole = 'node-role.kubernetes.io/control-plane';
const noSchedule = 'NoSchedule';

/** NodeKubeadmLabelsAndTaintsSet: whether kubeadm has finished marking the Node (KCP-24). */
export function nodeMarksDraft(machine: ControlPlaneMachine, node: Node): MachineDraft {
  const type = 'NodeKubeadmLabelsAndTaintsSet';
  const missing = [
    ...(node.metadata.labels?.[controlPlaneRole] === undefined ? [`the ${controlPlaneRole} label`] : []),
    ...(expectsTaint(machine) && !hasTaint(node.spec?.taints) ? [`the ${controlPlaneRole}:${noSchedule} taint`] : []),
  ];
  if (missing.length === 0) return { type, status: 'True', reason: 'Set' };
  return { type, status: 'False', reason: 'NotSet', message: `Node ${node.metadata.name} does not have ${missing.join(' and ')}` };
}

/** kubeadm taints control plane Nodes unless the user said which taints there should be. */
function expectsTaint({ machine, kubeadmConfig }: ControlPlaneMachine): boolean {
  if (hasTaint(machine.spec.taints)) return true;
  if (!kubeadmConfig) return false;
  const { initConfiguration, joinConfiguration } = kubeadmConfig.spec ?? {};
  const taints = (modeOf(kubeadmConfig.spec ?? {}) === 'join' ? joinConfiguration : initConfiguration)?.nodeRegistration?.taints;
  return taints === undefined || hasTaint(taints);
}

function hasTaint(taints: readonly { readonly key: string; readonly effect: string }[] | undefined): boolean {
  return (taints ?? []).some(({ key, effect }) => key === controlPlaneRole && effect === noSchedule);
}
