import type { ConditionStatus } from '@clusterwright/api';
import type { ConditionTypeOf, ReasonOf } from '@clusterwright/api/condition-map';
import type { ClusterConditions } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { internalErrorMessage } from '../phases/deletion.plan.ts';

type ClusterConditionType = ConditionTypeOf<ClusterConditions>;

/** A condition of a Cluster; compiles only with types and reasons that the API declares. */
export function draft<Type extends ClusterConditionType>(type: Type, status: ConditionStatus, reason: ReasonOf<ClusterConditions, Type>, message = ''): ConditionDraft<Type> {
  return { type, status, reason, message };
}

/** For what could not be read; the error itself is in the log. */
export function unreadable<Type extends Exclude<ClusterConditionType, 'Paused' | 'TopologyReconciled' | 'RemoteConnectionProbe'>>(type: Type): ConditionDraft<Type> {
  return { type, status: 'Unknown', reason: 'InternalError', message: internalErrorMessage };
}
