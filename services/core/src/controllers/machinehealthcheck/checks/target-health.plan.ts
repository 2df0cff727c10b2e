import { machineControlPlaneLabel, remediateMachineAnnotation } from '@clusterwright/api';
import type { Condition } from '@clusterwright/api';
import type { Cluster, Machine, MachineConditions, MachineHealthCheckChecks } from '@clusterwright/api/core/v1beta2';
import { defaultNodeStartupTimeoutSeconds } from '@clusterwright/api/core/v1beta2/machine-health-check/machine-health-check.defaults';
import { formatGoDuration } from '@clusterwright/api/go-duration';
import { findCondition } from '@clusterwright/controller-runtime';
import { isControlPlaneInitialized } from '../machinehealthcheck.scope.ts';
import type { Target } from '../machinehealthcheck.scope.ts';
import { checkConditions, soonest, timeLeftMs } from './lasting-conditions.plan.ts';
import type { CheckResult } from './lasting-conditions.plan.ts';

export type UnhealthyReason = Exclude<MachineConditions['HealthCheckSucceeded'][number], 'HealthCheckSucceeded'>;

/** The verdict on one Machine. */
export type TargetHealth =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'unhealthy'; readonly reason: UnhealthyReason; readonly message: string; readonly v1beta1: { readonly reason: string; readonly message: string } }
  /** Neither: it may become unhealthy, is not looked at yet, or has no Node that could be healthy. */
  | { readonly kind: 'undecided'; readonly nextCheckMs?: number | undefined };

export interface TargetHealthInput {
  readonly target: Target;
  readonly cluster: Cluster;
  readonly checks: MachineHealthCheckChecks | undefined;
  readonly now: Date;
}

interface NodeResult extends CheckResult {
  readonly reason: UnhealthyReason;
}

/** Names of the older API where they differ. */
const v1beta1Reasons: Readonly<Partial<Record<UnhealthyReason, string>>> = { NodeDeleted: 'NodeNotFound' };

/**
 * Decides whether a Machine is healthy (spec MHC-01, MHC-04). Pure.
 *
 * Guarantees: the annotation of a user wins over everything; no Machine is blamed for what its Cluster lacks; all that is wrong is named at once.
 */
export function targetHealth(input: TargetHealthInput): TargetHealth {
  const { target, cluster, checks, now } = input;
  const { machine } = target;
  if (machine.metadata.annotations?.[remediateMachineAnnotation] !== undefined) return markedByUser;
  if (!isJudged(cluster, machine)) return healthOrUndecided(target, undefined);

  const own = checkConditions('Machine', machine.status?.conditions, checks?.unhealthyMachineConditions, now);
  const node = checkNode(input);
  const problems = [...own.problems, ...node.problems];
  if (problems.length === 0) return healthOrUndecided(target, soonest([own.nextCheckMs, node.nextCheckMs]));

  const reason = own.problems.length > 0 ? 'UnhealthyMachine' : node.reason;
  // The older API never said anything about Nodes that are gone.
  const message = reason === 'NodeDeleted' ? '' : problems.join('; ');
  return { kind: 'unhealthy', reason, message: `Health check failed:\n${problems.map((problem) => `  * ${problem}`).join('\n')}`, v1beta1: { reason: v1beta1Reasons[reason] ?? reason, message } };
}

const markedByUser: TargetHealth = {
  kind: 'unhealthy',
  reason: 'HasRemediateAnnotation',
  message: `Health check failed: marked for remediation via ${remediateMachineAnnotation} annotation`,
  v1beta1: { reason: 'HasRemediateMachineAnnotation', message: 'Marked for remediation via remediate-machine annotation' },
};

/** The first control plane Machine is judged before there is a control plane: else nobody would replace it. */
function isJudged(cluster: Cluster, { metadata }: Machine): boolean {
  const isControlPlaneMachine = metadata.labels?.[machineControlPlaneLabel] !== undefined;
  return (isControlPlaneInitialized(cluster) || isControlPlaneMachine) && reachedAt(cluster.status?.conditions, 'InfrastructureReady') !== undefined;
}

/** Only a Machine with a Node, and one that stays, can be healthy. */
function healthOrUndecided({ machine, node }: Target, nextCheckMs: number | undefined): TargetHealth {
  if (nextCheckMs !== undefined) return { kind: 'undecided', nextCheckMs };
  return machine.metadata.deletionTimestamp === undefined && node.kind === 'found' ? { kind: 'healthy' } : { kind: 'undecided' };
}

function checkNode({ target: { machine, node }, cluster, checks, now }: TargetHealthInput): NodeResult {
  switch (node.kind) {
    case 'notFound':
      return { reason: 'NodeDeleted', problems: [`Node ${machine.status?.nodeRef?.name ?? ''} has been deleted`] };
    case 'unset':
      return checkStartup(cluster, machine, checks?.nodeStartupTimeoutSeconds ?? defaultNodeStartupTimeoutSeconds, now);
    case 'found':
      return { reason: 'UnhealthyNode', ...checkConditions('Node', node.node.status?.conditions, checks?.unhealthyNodeConditions, now) };
  }
}

/** The time counts from the latest milestone: waiting for the Cluster is not the Machine's fault. */
function checkStartup(cluster: Cluster, machine: Machine, timeoutSeconds: number, now: Date): NodeResult {
  const reason = 'NodeStartupTimeout';
  if (timeoutSeconds === 0) return { reason, problems: [] };
  const milestones = [
    machine.metadata.creationTimestamp,
    reachedAt(cluster.status?.conditions, 'ControlPlaneInitialized'),
    reachedAt(cluster.status?.conditions, 'InfrastructureReady'),
    reachedAt(machine.status?.conditions, 'InfrastructureReady'),
  ].filter((time) => time !== undefined);
  const latest = milestones.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  const nextCheckMs = timeLeftMs(latest, timeoutSeconds, now);
  return { reason, problems: nextCheckMs === undefined ? [`Node failed to report startup in ${formatGoDuration(timeoutSeconds)}`] : [], nextCheckMs };
}

/** When a condition became true; undefined where it is not. */
function reachedAt(conditions: readonly Condition[] | undefined, type: string): string | undefined {
  const condition = findCondition(conditions, type);
  return condition?.status === 'True' ? condition.lastTransitionTime : undefined;
}
