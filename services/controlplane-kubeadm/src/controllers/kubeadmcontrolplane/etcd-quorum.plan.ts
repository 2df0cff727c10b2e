import { hasCondition, hasNode, type ControlPlaneMachine } from './control-plane-machine.plan.ts';
import type { EtcdAlarm, EtcdMember } from '../../ports/etcd-client.ts';

/** How many voting members must agree. */
export function etcdQuorum(votingMembers: number): number {
  return Math.floor(votingMembers / 2) + 1;
}

/** A change of membership that is being considered; nothing has happened yet. */
export interface EtcdChange {
  readonly addMember: boolean;
  /** Name of the member to go; undefined where none goes. */
  readonly removeMember: string | undefined;
}

export interface EtcdProjection {
  readonly votingMembers: number;
  readonly learners: number;
  readonly quorum: number;
  readonly healthy: readonly string[];
  readonly unhealthy: readonly string[];
  /** Whether the cluster keeps quorum. Never while there are learners: they must be promoted first. */
  readonly isSafe: boolean;
}

export interface EtcdState {
  readonly members: readonly EtcdMember[];
  readonly alarms: readonly EtcdAlarm[];
  readonly machines: readonly ControlPlaneMachine[];
}

/**
 * The etcd cluster as it would be after a change, by worst case: a new member is taken for unhealthy, one still starting for a learner.
 * Only where there is one member or none a new one counts as healthy, since otherwise no cluster could ever grow.
 */
export function projectEtcd({ members, alarms, machines }: EtcdState, { addMember, removeMember }: EtcdChange): EtcdProjection {
  const remaining = members.filter(({ name }) => name === '' || name !== removeMember);
  const isLearner = ({ name, isLearner: learner }: EtcdMember): boolean => name === '' || learner;
  const newMember = addMember ? [{ label: '1 new member', isHealthy: members.length <= 1 }] : [];
  const states = [...newMember, ...remaining.map((member) => memberState(member, alarms, machines))];

  const learners = remaining.filter(isLearner).length;
  const votingMembers = remaining.length - learners + newMember.length;
  const unhealthy = states.filter(({ isHealthy }) => !isHealthy).map(({ label }) => label);
  const quorum = etcdQuorum(votingMembers);
  const working = workingMembers(remaining.filter((member) => !isLearner(member)), { members, alarms, machines }) + newMember.filter(({ isHealthy }) => isHealthy).length;
  return {
    votingMembers,
    learners,
    quorum,
    healthy: states.filter(({ isHealthy }) => isHealthy).map(({ label }) => label),
    unhealthy,
    isSafe: learners === 0 && votingMembers - unhealthy.length >= quorum && working >= quorum,
  };
}

/**
 * How many of the members that remain are sure to work. etcd lists a member that has died like any other; only its Pod tells. But since members were listed by
 * consensus, a majority of those who vote now does work, whatever is known of each.
 */
function workingMembers(remaining: readonly EtcdMember[], { members, alarms, machines }: EtcdState): number {
  const known = remaining.filter((member) => memberState(member, alarms, machines).isHealthy && hasWorkingPod(member, machines)).length;
  const voting = members.filter(({ name, isLearner }) => name !== '' && !isLearner).length;
  return Math.max(known, etcdQuorum(voting) - (voting - remaining.length));
}

function hasWorkingPod({ name }: EtcdMember, machines: readonly ControlPlaneMachine[]): boolean {
  const owner = machines.find(({ machine }) => machine.status?.nodeRef?.name === name);
  return !owner || hasCondition(owner.machine, 'EtcdPodHealthy', 'True');
}

function memberState(member: EtcdMember, alarms: readonly EtcdAlarm[], machines: readonly ControlPlaneMachine[]): { label: string; isHealthy: boolean } {
  if (member.name === '') return { label: '1 member starting', isHealthy: false };
  const owner = machines.find(({ machine }) => hasNode(machine) && machine.status?.nodeRef?.name === member.name);
  // Without a Machine nobody has checked the member; alarms are all there is to judge by.
  if (!owner) return { label: `${member.name} (no machine)`, isHealthy: !alarms.some(({ memberID }) => memberID === member.id) };
  return { label: `${member.name} (${owner.machine.metadata.name})`, isHealthy: hasCondition(owner.machine, 'EtcdMemberHealthy', 'True') };
}
