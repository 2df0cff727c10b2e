import type { ConditionStatus } from '@clusterwright/api';
import type { ConditionTypeOf, ReasonOf } from '@clusterwright/api/condition-map';
import type { MachineConditions } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft } from '@clusterwright/controller-runtime';

/** A condition of a Machine with a reason that the API declares for it. */
export function draft<T extends ConditionTypeOf<MachineConditions>>(type: T, status: ConditionStatus, reason: ReasonOf<MachineConditions, T>, message = ''): ConditionDraft<T> {
  return { type, status, reason, message };
}

/** Said where a log line tells more than a user should have to read. */
export const seeControllerLogs = 'Please check controller logs for errors';
