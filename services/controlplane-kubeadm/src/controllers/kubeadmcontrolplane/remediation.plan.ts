import { remediateMachineAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Cluster, Machine, MachineConditions } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { v1beta1False } from '@clusterwright/provider-kit/conditions/v1beta1';
import { keepsHealthyComponents } from './component-health.plan.ts';
import { compareAge, hasCondition, hasNode, isDeleting, isEtcdManaged, isToBeRemediated, isUnhealthy, type ControlPlaneMachine } from './control-plane-machine.plan.ts';
import { projectEtcd } from './etcd-quorum.plan.ts';
import type { Health } from './health/health.plan.ts';
import { awaitedTopologyVersion } from './preflight.plan.ts';
import { remediationInProgress, type RemediationData } from './remediation-data.plan.ts';
import { planRetry } from './remediation-retry.plan.ts';

export interface RemediationInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly cluster: Cluster;
  readonly machines: readonly ControlPlaneMachine[];
  readonly initialized: boolean;
  readonly etcd: Health['etcd'];
  /** Name of the etcd member on a Machine; undefined where that cannot be told. */
  readonly memberNameOf: (machine: ControlPlaneMachine) => string | undefined;
  readonly now: Date;
}

export type RemediationPlan =
  | { readonly step: 'none' }
  /** A Machine was deleted for its replacement, which is still to come. */
  | { readonly step: 'inProgress' }
  /** The Machine is on its way out, deleted by us. */
  | { readonly step: 'deleting'; readonly machine: ControlPlaneMachine }
  | { readonly step: 'deferred'; readonly machine: ControlPlaneMachine; readonly words: RemediationWords; readonly lookAgainMs?: number | undefined; readonly isNeeded?: boolean | undefined }
  | { readonly step: 'remediate'; readonly machine: ControlPlaneMachine; readonly data: RemediationData; readonly forwardLeadership: boolean };

/** An election takes seconds, and nothing wakes us when it is over. */
const etcdSilentMs = 5_000;

type Reason = MachineConditions['OwnerRemediated'][number];

/** What is said of a remediation on the Machine, in conditions of both APIs. */
export interface RemediationWords {
  readonly condition: ConditionDraft<'OwnerRemediated', Reason>;
  readonly v1beta1: V1Beta1ConditionDraft;
}

function waiting(reason: Reason, message: string, v1beta1Message = message): RemediationWords {
  return {
    condition: { type: 'OwnerRemediated', status: 'False', reason, message },
    v1beta1: v1beta1False('OwnerRemediated', 'WaitingForRemediation', 'Warning', v1beta1Message),
  };
}

export const machineDeletingWords: RemediationWords = {
  condition: { type: 'OwnerRemediated', status: 'False', reason: 'MachineDeleting', message: 'Machine is deleting' },
  v1beta1: v1beta1False('OwnerRemediated', 'RemediationInProgress', 'Warning'),
};

export function leadershipFailedWords(message: string): RemediationWords {
  return { condition: waiting('CannotBeRemediated', message).condition, v1beta1: v1beta1False('OwnerRemediated', 'RemediationFailed', 'Error', message) };
}

export function deletionFailedWords(message: string): RemediationWords {
  return { condition: waiting('InternalError', 'Please check controller logs for errors').condition, v1beta1: v1beta1False('OwnerRemediated', 'RemediationFailed', 'Error', message) };
}

/** Machines that were to be remediated and have become healthy again by themselves. */
export function recoveredMachines(machines: readonly ControlPlaneMachine[]): readonly ControlPlaneMachine[] {
  return machines.filter(({ machine }) => !isDeleting(machine) && (hasRecovered(machine.status?.conditions) || hasRecovered(machine.status?.deprecated?.v1beta1?.conditions)));
}

export function hasRecovered(conditions: readonly { readonly type: string; readonly status: string }[] = []): boolean {
  const statusOf = (type: string): string | undefined => conditions.find((condition) => condition.type === type)?.status;
  return statusOf('HealthCheckSucceeded') === 'True' && statusOf('OwnerRemediated') === 'False';
}

/**
 * Whether the note of a remediation in progress outlived it: its replacement exists, or its Machine was never deleted because the process ended in between.
 * Errors: `RemediationDataError`.
 */
export function isStaleRemediation(controlPlane: KubeadmControlPlane, machines: readonly ControlPlaneMachine[]): boolean {
  const data = remediationInProgress(controlPlane);
  if (!data) return false;
  const since = data.timestamp?.getTime() ?? 0;
  return machines.some(({ machine }) => Date.parse(machine.metadata.creationTimestamp ?? '') > since || (machine.metadata.name === data.machine && !isDeleting(machine)));
}

/**
 * Which unhealthy Machine is deleted next so that a new one takes its place (KCP-20), or why it has to stay. One at a time: of several the most broken, since a replacement
 * can only join what still works. Once the control plane has come up nothing is deleted that it needs, etcd's quorum above all. Errors: `RemediationDataError`.
 */
export function planRemediation(input: RemediationInput): RemediationPlan {
  const { controlPlane, machines } = input;
  const [machine, ...others] = remediationCandidates(controlPlane, machines);
  if (!machine) return { step: 'none' };
  const running = remediationInProgress(controlPlane);
  if (isDeleting(machine.machine)) return running?.machine === machine.machine.metadata.name ? { step: 'deleting', machine } : { step: 'none' };
  // A Machine that was one too many, as in a rollout, need not be replaced first: it might be the next unhealthy one that keeps it from coming.
  if (running && machines.length < (controlPlane.spec.replicas ?? 1)) return { step: 'inProgress' };

  return planFirstPossible([machine, ...others.filter((other) => !isDeleting(other.machine))], input);
}

/** What keeps the first from going may be another that is broken: that one then goes first. */
function planFirstPossible(candidates: readonly [ControlPlaneMachine, ...ControlPlaneMachine[]], input: RemediationInput): RemediationPlan {
  const [first, ...others] = candidates;
  const plan = planReplacement(first, input);
  if (plan.step !== 'deferred' || !plan.isNeeded) return plan;
  return others.map((other) => planReplacement(other, input)).find(({ step }) => step === 'remediate') ?? plan;
}

function planReplacement(machine: ControlPlaneMachine, input: RemediationInput): RemediationPlan {
  const { controlPlane, initialized, now } = input;
  const awaitedVersion = awaitedTopologyVersion(input);
  if (awaitedVersion !== undefined) return { step: 'deferred', machine, words: waitingForVersion(awaitedVersion) };
  const retry = planRetry(controlPlane, machine.machine, now);
  if (retry.step !== 'allowed') return { step: 'deferred', machine, words: waiting(retry.step === 'tooEarly' ? 'RemediationDeferred' : 'CannotBeRemediated', retry.message), lookAgainMs: retry.lookAgainMs };
  const obstacle = initialized ? obstacleTo(machine, input) : undefined;
  if (obstacle) return { step: 'deferred', machine, ...obstacle };
  return { step: 'remediate', machine, data: retry.data, forwardLeadership: initialized && isEtcdManaged(controlPlane) };
}

function waitingForVersion(version: string): RemediationWords {
  return waiting('RemediationDeferred', `KubeadmControlPlane can't remediate while waiting for a version upgrade to ${version} to be propagated from Cluster.spec.topology`);
}

/** Machines to be remediated, the most broken first. */
export function remediationCandidates(controlPlane: KubeadmControlPlane, machines: readonly ControlPlaneMachine[]): readonly ControlPlaneMachine[] {
  const rank = (machine: Machine): string => urgency(controlPlane, machine).map((isUrgent) => (isUrgent ? '0' : '1')).join('');
  return machines
    .filter(({ machine }) => isToBeRemediated(machine))
    .map((member) => ({ member, rank: rank(member.machine) }))
    .toSorted((a, b) => (a.rank === b.rank ? compareAge(a.member.machine, b.member.machine) : a.rank < b.rank ? -1 : 1))
    .map(({ member }) => member);
}

/** The user's wish first; then Machines of which nothing is known; then by what hurts the control plane most. Unknown counts as broken here. */
function urgency(controlPlane: KubeadmControlPlane, machine: Machine): readonly boolean[] {
  const etcd = isEtcdManaged(controlPlane) ? ['EtcdMemberHealthy', 'EtcdPodHealthy'] : [];
  const conditions = [...etcd, 'APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy', 'NodeKubeadmLabelsAndTaintsSet'];
  return [machine.metadata.annotations?.[remediateMachineAnnotation] !== undefined, !hasNode(machine), ...conditions.map((type) => !hasCondition(machine, type, 'True'))];
}

interface Obstacle {
  readonly words: RemediationWords;
  readonly lookAgainMs?: number | undefined;
  /** The control plane needs this very Machine; it may do without another. */
  readonly isNeeded?: boolean | undefined;
}

/** What keeps a Machine of a working control plane from being deleted. */
function obstacleTo(leaving: ControlPlaneMachine, input: RemediationInput): Obstacle | undefined {
  const { controlPlane, machines, etcd } = input;
  if (machines.length <= 1) return { words: waiting('CannotBeRemediated', "KubeadmControlPlane can't remediate if current replicas are less or equal to 1") };
  if (machines.some(({ machine }) => !isUnhealthy(machine) && !hasNode(machine))) return { words: waitingFor('provisioning') };
  if (machines.some(({ machine }) => isDeleting(machine))) return { words: waitingFor('deletion') };
  if (isEtcdManaged(controlPlane) && !etcd?.members.length) return { words: waiting('RemediationDeferred', 'Failed to check etcd cluster health before remediation'), lookAgainMs: etcdSilentMs };
  if (canDoWithout(leaving, input)) return undefined;
  return { isNeeded: true, words: waiting('CannotBeRemediated', "KubeadmControlPlane can't remediate this Machine because this could result in loosing Kubernetes control plane components or in etcd quorum loss") };
}

function waitingFor(what: 'provisioning' | 'deletion'): RemediationWords {
  const message = (noun: string): string => `KubeadmControlPlane waiting for control plane ${noun} ${what} to complete before triggering remediation`;
  return waiting('RemediationDeferred', message('Machine'), message('machine'));
}

/** The same is asked again before its etcd member is removed, see the pre-terminate hook. */
function canDoWithout(leaving: ControlPlaneMachine, { controlPlane, machines, etcd, memberNameOf }: RemediationInput): boolean {
  if (!keepsHealthyComponents(controlPlane, machines, { addMachine: false, removeMachine: leaving.machine.metadata.name })) return false;
  if (!isEtcdManaged(controlPlane)) return true;
  const member = memberNameOf(leaving);
  // Whether it ever had a member nobody can tell: that it goes is what the user wants.
  if (!member || !etcd) return true;
  return projectEtcd({ members: etcd.members, alarms: etcd.alarms, machines }, { addMember: false, removeMember: member }).isSafe;
}
