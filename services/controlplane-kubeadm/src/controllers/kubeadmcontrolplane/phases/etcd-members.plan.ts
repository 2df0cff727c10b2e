import type { EtcdMember } from '../../../ports/etcd-client.ts';
import { hasNode, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { projectEtcd } from '../etcd-quorum.plan.ts';
import { membersWithoutMachine } from '../health/etcd-health.plan.ts';
import type { Health } from '../health/health.plan.ts';

export type EtcdMembersPlan =
  | { readonly step: 'done' }
  | { readonly step: 'remove'; readonly member: EtcdMember; readonly strangers: readonly string[] }
  /** The member should go, but not at the price of quorum. */
  | { readonly step: 'unsafe'; readonly message: string };

export function memberLabel({ name }: EtcdMember): string {
  return name || '(Name not yet assigned)';
}

/**
 * Removes etcd members that no Machine stands for, one at a time (KCP-18): what a Machine left behind that went away without our hook, or what somebody added.
 * While a Machine still waits for its Node the stranger may be its member.
 */
export function planEtcdMembers(machines: readonly ControlPlaneMachine[], etcd: Health['etcd']): EtcdMembersPlan {
  if (!etcd || etcd.members.length === 0 || machines.length === 0) return { step: 'done' };
  // kubeadm adds a member before etcd starts on the new machine and tells its name.
  const mayBeComing = ({ name }: EtcdMember): boolean => name === '' && etcd.awaitsMember === true;
  const strangers = membersWithoutMachine(etcd.members, machines).filter((member) => !mayBeComing(member)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [member] = strangers;
  if (!member || machines.some(({ machine }) => !hasNode(machine))) return { step: 'done' };

  // Without a name it has not started, and no machine is left to start it: it never had a vote.
  const isSafe = member.name === '' || projectEtcd({ members: etcd.members, alarms: etcd.alarms, machines }, { addMember: false, removeMember: member.name }).isSafe;
  if (isSafe) return { step: 'remove', member, strangers: strangers.map(memberLabel) };
  return { step: 'unsafe', message: `etcd member ${memberLabel(member)} does not have a corresponding Machine, it must be removed from the cluster but this operation can lead to quorum loss. Please check the etcd status` };
}
