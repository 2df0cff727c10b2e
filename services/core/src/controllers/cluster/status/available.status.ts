/** Conditions about the Cluster as a whole: connection, deletion, and the summary of everything. Pure. */
import type { Condition } from '@clusterwright/api';
import type { ConditionGate } from '@clusterwright/api/core/v1beta2';
import { findCondition, type ConditionDraft } from '@clusterwright/controller-runtime';
import { priorityByPolarity, type ConditionState, type MergePriority } from '@clusterwright/provider-kit/conditions/merge-strategy';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { internalErrorMessage } from '../phases/deletion.plan.ts';
import { draft } from './conditions.status.ts';

/** So many failed tries in a row are a finding; fewer may only mean that the process or the cluster is starting (CL-11). */
const failuresThatCount = 5;

/** RemoteConnectionProbe: whether the workload cluster has answered within the grace period. */
export function remoteConnectionProbe({ cluster, probe, remoteConnectionGracePeriodMs }: ClusterScope, now: Date): ConditionDraft {
  const type = 'RemoteConnectionProbe';
  const { lastSuccessTime, consecutiveFailures } = probe;
  if (!lastSuccessTime && consecutiveFailures < failuresThatCount) {
    return stored(findCondition(cluster.status?.conditions, type)) ?? draft(type, 'False', 'ProbeFailed', 'Remote connection not established yet');
  }
  if (!lastSuccessTime) return draft(type, 'False', 'ProbeFailed', 'Remote connection probe failed');
  if (now.getTime() - lastSuccessTime.getTime() <= remoteConnectionGracePeriodMs) return draft(type, 'True', 'ProbeSucceeded');
  return draft(type, 'False', 'ProbeFailed', `Remote connection probe failed, probe last succeeded at ${rfc3339(lastSuccessTime)}`);
}

function stored(condition: Condition | undefined): ConditionDraft | undefined {
  return condition && { type: condition.type, status: condition.status, reason: condition.reason, message: condition.message ?? '' };
}

const rfc3339 = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');

/** Deleting: what deletion waits for. A phase that failed left no plan. */
export function deleting({ cluster, deletion }: ClusterScope): ConditionDraft {
  if (!isDeleting(cluster)) return draft('Deleting', 'False', 'NotDeleting');
  if (!deletion) return draft('Deleting', 'True', 'InternalError', internalErrorMessage);
  return deletion.step === 'finish' ? draft('Deleting', 'True', 'DeletionCompleted', 'Deletion completed') : draft('Deleting', 'True', deletion.reason, deletion.message);
}

const alwaysSummarized = ['Deleting', 'RemoteConnectionProbe', 'InfrastructureReady', 'ControlPlaneAvailable', 'WorkersAvailable', 'TopologyReconciled'];

/** Available: the summary of the others, of TopologyReconciled, and of the gates that the user or the ClusterClass names (CL-10). */
export function available(scope: ClusterScope, drafts: readonly ConditionDraft[]): ConditionDraft {
  const { cluster } = scope;
  const gates = cluster.spec.availabilityGates ?? scope.clusterClass?.spec.availabilityGates ?? [];
  const drafted = new Set(drafts.map(({ type }) => type));
  const foreign = (cluster.status?.conditions ?? []).filter(({ type }) => !drafted.has(type));
  return summarize({
    target: 'Available',
    conditions: [...drafts, ...foreign],
    of: [...alwaysSummarized, ...gates.map(({ conditionType }) => conditionType)],
    ignoreIfMissing: cluster.spec.topology ? [] : ['TopologyReconciled'],
    reasons: { issue: 'NotAvailable', unknown: 'AvailableUnknown', info: 'Available' },
    priorityOf: availablePriority(isDeleting(cluster), gates),
  });
}

const goneReasons = ['ObjectDeleted', 'ObjectDoesNotExist'];
const topologyIssues = ['ReconcileFailed', 'ClusterClassNotReconciled'];

function availablePriority(isClusterDeleting: boolean, gates: readonly ConditionGate[]): (condition: ConditionState) => MergePriority {
  const negative = gates.filter(({ polarity }) => polarity === 'Negative').map(({ conditionType }) => conditionType);
  const byPolarity = priorityByPolarity(['Deleting', ...negative]);
  return (condition) => {
    const { type, status, reason } = condition;
    // While the Cluster goes, its objects are meant to be gone.
    if (isClusterDeleting && (type === 'InfrastructureReady' || type === 'ControlPlaneAvailable') && goneReasons.includes(reason)) return 'info';
    // A topology that waits for its turn is no outage.
    if (type === 'TopologyReconciled' && status === 'False' && !topologyIssues.includes(reason)) return 'info';
    return byPolarity(condition);
  };
}
