import { preTerminateDeleteHookAnnotationPrefix, preTerminateHookCleanupAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { isAtLeast } from '@clusterwright/provider-kit/cluster/versions';
import type { EtcdMember } from '../../../ports/etcd-client.ts';
import { keepsHealthyComponents } from '../component-health.plan.ts';
import { conditionOf, isDeleting, isEtcdManaged, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { etcdMemberName, type NodeNameByProviderID } from '../etcd-member-name.plan.ts';
import { projectEtcd } from '../etcd-quorum.plan.ts';
import type { Health } from '../health/health.plan.ts';

export interface PreTerminateInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly machines: readonly ControlPlaneMachine[];
  readonly etcd: Health['etcd'];
  readonly nodeNameByProviderID: NodeNameByProviderID;
}

export type PreTerminatePlan =
  | { readonly step: 'done' }
  /** A change of a Machine wakes us. */
  | { readonly step: 'wait'; readonly reason: string }
  /** Health of components or etcd stands in the way; nothing wakes us when it improves. */
  | { readonly step: 'unsafe'; readonly machine: ControlPlaneMachine; readonly reason: string }
  | { readonly step: 'fail'; readonly message: string }
  /** Take the member out of etcd, where there is one, and let the Machine go. */
  | { readonly step: 'release'; readonly machine: ControlPlaneMachine; readonly member: EtcdMember | undefined; readonly forwardLeadership: boolean };

/**
 * When a Machine being deleted may lose its kcp-cleanup hook, by which its infrastructure goes (KCP-18): one Machine at a time, the one deleted first; after drain and
 * all other hooks; and only where the control plane works without it.
 */
export function planPreTerminateHook(input: PreTerminateInput): PreTerminatePlan {
  const { controlPlane, machines } = input;
  const deleting = machines.filter(({ machine }) => isDeleting(machine));
  const next = deleting.toSorted((a, b) => compareDeletion(a, b))[0];
  if (!next) return { step: 'done' };
  if (deleting.some(({ machine }) => machine.metadata.annotations?.[preTerminateHookCleanupAnnotation] === undefined)) return { step: 'wait', reason: 'WaitingForMachineDeletion' };
  // From 1.31 on kubelets talk to their own API server, which stops when etcd does: nothing that needs the kubelet may still have to run.
  if (isAtLeast(controlPlane.spec.version, 'v1.31.0') && hasOtherHooks(next)) return { step: 'wait', reason: 'WaitingForOtherPreTerminateHooks' };
  if (!isWaitingForHook(next)) return { step: 'wait', reason: 'WaitingForDrain' };

  const release = { step: 'release', machine: next, member: undefined, forwardLeadership: false } as const;
  if (machines.length <= 1) return release;
  if (!keepsHealthyComponents(controlPlane, machines, { addMachine: false, removeMachine: next.machine.metadata.name })) return { step: 'unsafe', machine: next, reason: 'NoOtherHealthyControlPlaneMachine' };
  return isEtcdManaged(controlPlane) ? planMemberRemoval(next, input) : release;
}

function planMemberRemoval(next: ControlPlaneMachine, { machines, etcd, nodeNameByProviderID }: PreTerminateInput): PreTerminatePlan {
  if (!etcd || etcd.members.length === 0) return { step: 'fail', message: 'unable to remove pre-terminate hook, etcd member list is empty' };
  const name = etcdMemberName(next, nodeNameByProviderID);
  // Without a Node there is no telling which member it has, or whether any: what remains is cleaned up once the Machine is gone.
  if (!name) return { step: 'release', machine: next, member: undefined, forwardLeadership: false };
  const { isSafe } = projectEtcd({ members: etcd.members, alarms: etcd.alarms, machines }, { addMember: false, removeMember: name });
  if (!isSafe) return { step: 'unsafe', machine: next, reason: 'EtcdQuorumAtRisk' };
  return { step: 'release', machine: next, member: etcd.members.find((member) => member.name === name), forwardLeadership: true };
}

function compareDeletion({ machine: a }: ControlPlaneMachine, { machine: b }: ControlPlaneMachine): number {
  const [left, right] = [a.metadata.deletionTimestamp ?? '', b.metadata.deletionTimestamp ?? ''];
  return left === right ? (a.metadata.name < b.metadata.name ? -1 : 1) : left < right ? -1 : 1;
}

function hasOtherHooks({ machine }: ControlPlaneMachine): boolean {
  return Object.keys(machine.metadata.annotations ?? {}).some((key) => key.startsWith(preTerminateDeleteHookAnnotationPrefix) && key !== preTerminateHookCleanupAnnotation);
}

function isWaitingForHook({ machine }: ControlPlaneMachine): boolean {
  const deleting = conditionOf(machine, 'Deleting');
  return deleting?.status === 'True' && deleting.reason === 'WaitingForPreTerminateHook';
}
