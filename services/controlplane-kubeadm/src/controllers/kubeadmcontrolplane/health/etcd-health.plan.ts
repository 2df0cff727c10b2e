import type { Node } from '@clusterwright/api/kubernetes';
import { v1beta1False, v1beta1True, v1beta1Unknown } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { EtcdAlarm, EtcdMember } from '../../../ports/etcd-client.ts';
import { conditionOf, hasNode, isDeleting, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { waitingForNode } from './components.plan.ts';
import { mergeDrafts, noDrafts, type MachineDraft, type MachineDrafts } from './drafts.plan.ts';

/** What etcd said of itself; `notAsked` where no Machine could host a member to ask. */
export type ObservedEtcd =
  | { readonly kind: 'notAsked' }
  | { readonly kind: 'answered'; readonly members: readonly EtcdMember[]; readonly alarms: readonly EtcdAlarm[]; readonly leader: EtcdMember }
  | { readonly kind: 'failed'; readonly at: 'connect' | 'members' | 'leader' | 'alarms'; readonly message: string };

export interface EtcdHealthInput {
  readonly machines: readonly ControlPlaneMachine[];
  readonly etcd: ObservedEtcd;
  readonly nodeByName: (name: string) => Node | undefined;
  readonly now: Date;
}

export interface EtcdHealth {
  readonly drafts: ReadonlyMap<string, MachineDrafts>;
  /** Problems that no Machine can be blamed for. */
  readonly clusterProblems: readonly string[];
  /** False where members and Machines differ for longer than a Machine takes to come or go. */
  readonly membersMatchMachines: boolean;
  /** A new Node has no member of its name yet: one without name may be its. */
  readonly awaitsMember: boolean;
}

/** A new Node may be there for so long before its etcd member is. */
const memberGraceMs = 2 * 60 * 1000;

/** Nodes to ask for etcd, those whose member was healthy when last seen first. */
export function etcdNodeNames(machines: readonly ControlPlaneMachine[], nodeByName: (name: string) => Node | undefined): string[] {
  const rank = ({ machine }: ControlPlaneMachine): number => (conditionOf(machine, 'EtcdMemberHealthy')?.status === 'True' ? 0 : 1);
  return machines
    .filter(({ machine }) => hasNode(machine) && !isDeleting(machine) && nodeByName(nodeNameOf(machine)))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ machine }) => nodeNameOf(machine));
}

/** EtcdMemberHealthy of every Machine, and how members and Machines fit together (KCP-23). */
export function etcdHealth(input: EtcdHealthInput): EtcdHealth {
  const drafts = new Map(input.machines.map((subject) => [subject.machine.metadata.name, mergeDrafts(memberDrafts(subject, input.etcd), missingMember(subject, input.etcd))]));
  if (input.etcd.kind !== 'answered') return { drafts, clusterProblems: [], awaitsMember: false, membersMatchMachines: !input.machines.some(({ machine }) => hasNode(machine)) };

  const strangers = membersWithoutMachine(input.etcd.members, input.machines);
  const isAwaitingNode = input.machines.some(({ machine }) => !hasNode(machine));
  const isLastingDifference = (strangers.length > 0 && !isAwaitingNode) || input.machines.some((subject) => lacksMemberForLong(subject, input));
  return {
    drafts,
    clusterProblems: strangers.map(({ name, id }) => `Etcd member ${name || `${id} (Name not yet assigned)`} does not have a corresponding Machine`),
    membersMatchMachines: !isLastingDifference,
    awaitsMember: input.machines.some((subject) => lacksMember(subject, input) && !lacksMemberForLong(subject, input)),
  };
}

const nodeNameOf = (machine: ControlPlaneMachine['machine']): string => machine.status?.nodeRef?.name ?? '';
const memberOf = (machine: ControlPlaneMachine['machine'], members: readonly EtcdMember[]): EtcdMember | undefined => members.find(({ name }) => name !== '' && name === nodeNameOf(machine));

export function membersWithoutMachine(members: readonly EtcdMember[], machines: readonly ControlPlaneMachine[]): readonly EtcdMember[] {
  return members.filter(({ name }) => !machines.some(({ machine }) => hasNode(machine) && nodeNameOf(machine) === name));
}

function memberDrafts({ machine }: ControlPlaneMachine, etcd: ObservedEtcd): MachineDrafts {
  if (isDeleting(machine)) return stated('False', 'Deleting', 'Machine is deleting', v1beta1False('EtcdMemberHealthy', 'Deleting', 'Info'));
  if (!hasNode(machine)) return stated('Unknown', 'InspectionFailed', waitingForNode(machine));
  switch (etcd.kind) {
    case 'notAsked':
      return noDrafts;
    case 'failed':
      return failedDrafts(etcd);
    case 'answered':
      return answeredDrafts(machine, etcd);
  }
}

function failedDrafts({ at, message }: Extract<ObservedEtcd, { kind: 'failed' }>): MachineDrafts {
  switch (at) {
    case 'connect':
      return stated('Unknown', 'InspectionFailed', `Failed to connect to etcd: ${message}`, v1beta1Unknown('EtcdMemberHealthy', 'MemberInspectionFailed', `Failed to connect to etcd: ${message}`));
    case 'members':
      return stated('Unknown', 'InspectionFailed', `Failed to get etcd members: ${message}`, v1beta1False('EtcdMemberHealthy', 'EtcdMemberUnhealthy', 'Error', 'Failed to get etcd members'));
    case 'alarms':
      return stated('Unknown', 'InspectionFailed', `Failed to get etcd alarms: ${message}`, v1beta1False('EtcdMemberHealthy', 'EtcdMemberUnhealthy', 'Error', 'Failed to get etcd alarms'));
    case 'leader':
      // An election is a passing state: the last known health stays.
      return noDrafts;
  }
}

function answeredDrafts(machine: ControlPlaneMachine['machine'], { members, alarms }: Extract<ObservedEtcd, { kind: 'answered' }>): MachineDrafts {
  const member = memberOf(machine, members);
  // Said by missingMember.
  if (!member) return noDrafts;
  if (member.isLearner) return unhealthy('Waiting for learner etcd member to be promoted');
  const raised = alarms.filter(({ memberID }) => memberID === member.id).map(({ type }) => type);
  if (raised.length > 0) return unhealthy(`Etcd reports alarms: ${raised.join(', ')}`, `Etcd member reports alarms: ${raised.join(', ')}`);
  return stated('True', 'Healthy', undefined, v1beta1True('EtcdMemberHealthy'));
}

/** Also said of Machines being deleted: their member is gone. */
function missingMember({ machine }: ControlPlaneMachine, etcd: ObservedEtcd): MachineDrafts {
  if (etcd.kind !== 'answered' || !hasNode(machine) || memberOf(machine, etcd.members)) return noDrafts;
  return unhealthy(`Etcd doesn't have an etcd member for Node ${nodeNameOf(machine)}`, 'Missing etcd member');
}

function lacksMember({ machine }: ControlPlaneMachine, { etcd }: EtcdHealthInput): boolean {
  return etcd.kind === 'answered' && !isDeleting(machine) && hasNode(machine) && !memberOf(machine, etcd.members);
}

function lacksMemberForLong(subject: ControlPlaneMachine, input: EtcdHealthInput): boolean {
  const { nodeByName, now } = input;
  if (!lacksMember(subject, input)) return false;
  const created = nodeByName(nodeNameOf(subject.machine))?.metadata.creationTimestamp;
  return created !== undefined && now.getTime() - Date.parse(created) > memberGraceMs;
}

function unhealthy(message: string, v1beta1Message = message): MachineDrafts {
  return stated('False', 'NotHealthy', message, v1beta1False('EtcdMemberHealthy', 'EtcdMemberUnhealthy', 'Error', v1beta1Message));
}

type MemberDraft = Extract<MachineDraft, { type: 'EtcdMemberHealthy' }>;

function stated(status: MemberDraft['status'], reason: MemberDraft['reason'], message: string | undefined, v1beta1?: MachineDrafts['v1beta1Conditions'][number]): MachineDrafts {
  return { conditions: [{ type: 'EtcdMemberHealthy', status, reason, message }], v1beta1Conditions: v1beta1 ? [v1beta1] : [] };
}
