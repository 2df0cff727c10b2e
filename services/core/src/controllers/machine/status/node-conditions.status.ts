import type { ConditionStatus } from '@clusterwright/api';
import type { Node, NodeCondition } from '@clusterwright/api/kubernetes';
import { findCondition, type ConditionDraft } from '@clusterwright/controller-runtime';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachineScope } from '../machine.scope.ts';
import { draft, seeControllerLogs } from './condition-draft.status.ts';
import { graceEndsInMs } from './connection-grace.status.ts';
import { nodeHealthy } from './node-health.status.ts';

export interface NodeConditionsOptions {
  readonly remoteConditionsGracePeriodMs: number;
  readonly now: Date;
}

/** Both conditions about the Node said the same way. */
interface Verdict {
  readonly status: ConditionStatus;
  readonly reason: 'InspectionFailed' | 'ConnectionDown' | 'InternalError' | 'NodeDeleted' | 'NodeDoesNotExist';
  readonly message: string;
}

/** Failures after which a cluster that never answered counts as down and not as new. */
const connectionAttempts = 5;

/** NodeReady and NodeHealthy (spec MA-14). While the connection is down they stay as they are until the grace period is over. */
export function nodeConditions(scope: MachineScope, options: NodeConditionsOptions): ConditionDraft[] {
  const verdict = clusterVerdict(scope) ?? connectionVerdict(scope, options);
  if (verdict === 'keep') return keptConditions(scope);
  if (verdict) return both(verdict);
  return scope.node.kind === 'found' ? [nodeReady(scope.node.node), nodeHealthy(scope.node.node)] : both(missingNodeVerdict(scope));
}

function both({ status, reason, message }: Verdict): ConditionDraft[] {
  return [draft('NodeReady', status, reason, message), draft('NodeHealthy', status, reason, message)];
}

function clusterVerdict({ cluster }: MachineScope): Verdict | undefined {
  const waiting = (message: string): Verdict => ({ status: 'Unknown', reason: 'InspectionFailed', message });
  if (cluster.status?.initialization?.infrastructureProvisioned !== true) return waiting('Waiting for Cluster status.initialization.infrastructureProvisioned to be true');
  if (findCondition(cluster.status.conditions, 'ControlPlaneInitialized')?.status !== 'True') return waiting('Waiting for Cluster control plane to be initialized');
  return undefined;
}

function connectionVerdict(scope: MachineScope, options: NodeConditionsOptions): Verdict | 'keep' | undefined {
  const { probe } = scope.connection;
  const isNew = probe.lastSuccessTime === undefined && probe.consecutiveFailures < connectionAttempts;
  if (isNew) return hasConditions(scope) ? 'keep' : down('Remote connection not established yet');

  const lastSuccess = probe.lastSuccessTime ? `Last successful probe at ${rfc3339(probe.lastSuccessTime)}` : '';
  if (isGraceOver(scope, options)) return down(lastSuccess);
  if (scope.node.kind === 'notConnected') return hasConditions(scope) ? 'keep' : down(lastSuccess);
  if (scope.node.kind === 'failed') return { status: 'Unknown', reason: 'InternalError', message: seeControllerLogs };
  return undefined;
}

function down(message: string): Verdict {
  return { status: 'Unknown', reason: 'ConnectionDown', message };
}

function isGraceOver({ cluster, connection }: MachineScope, { remoteConditionsGracePeriodMs, now }: NodeConditionsOptions): boolean {
  const initialized = findCondition(cluster.status?.conditions, 'ControlPlaneInitialized');
  const remainingMs = graceEndsInMs({ initialized, probe: connection.probe, gracePeriodMs: remoteConditionsGracePeriodMs, now });
  return remainingMs !== undefined && remainingMs < 0;
}

function hasConditions({ machine }: MachineScope): boolean {
  return ['NodeReady', 'NodeHealthy'].every((type) => findCondition(machine.status?.conditions, type));
}

function keptConditions({ machine }: MachineScope): ConditionDraft[] {
  return (machine.status?.conditions ?? []).filter(({ type }) => type === 'NodeReady' || type === 'NodeHealthy');
}

function missingNodeVerdict({ machine }: MachineScope): Verdict {
  const { nodeRef } = machine.status ?? {};
  if (isDeleting(machine)) {
    if (nodeRef) return { status: 'False', reason: 'NodeDeleted', message: `Node ${nodeRef.name} has been deleted` };
    return { status: 'Unknown', reason: 'NodeDoesNotExist', message: 'Node does not exist' };
  }
  if (nodeRef) return { status: 'False', reason: 'NodeDeleted', message: `Node ${nodeRef.name} has been deleted while the Machine still exists` };
  const { providerID, infrastructureRef } = machine.spec;
  const message = providerID ? `Waiting for a Node with spec.providerID ${providerID} to exist` : `Waiting for ${infrastructureRef.kind} to report spec.providerID`;
  return { status: 'Unknown', reason: 'InspectionFailed', message };
}

const readyReasons: Readonly<Record<ConditionStatus, 'NodeReady' | 'NodeNotReady' | 'NodeReadyUnknown'>> = { True: 'NodeReady', False: 'NodeNotReady', Unknown: 'NodeReadyUnknown' };

function nodeReady({ status }: Node): ConditionDraft {
  const ready: NodeCondition | undefined = status?.conditions?.findLast(({ type }) => type === 'Ready');
  if (!ready) return draft('NodeReady', 'Unknown', 'NodeReadyUnknown', '* Node.Ready: Condition not yet reported');
  const message = ready.status !== 'True' && ready.message ? `* Node.Ready: ${ready.message}` : '';
  const state = ready.status === 'True' || ready.status === 'False' ? ready.status : 'Unknown';
  return { ...draft('NodeReady', state, readyReasons[state], message), lastTransitionTime: ready.lastTransitionTime };
}
