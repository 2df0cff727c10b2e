/** Conditions about changes under way: rolling out, scaling up, scaling down. Pure. */
import type { KubeObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { conditionsOf } from '@clusterwright/contract';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { aggregate } from '@clusterwright/provider-kit/conditions/aggregate';
import type { ConditionedObject, ConditionState } from '@clusterwright/provider-kit/conditions/merge-strategy';
import { isOwnedBy } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ClusterScope, ObservedReference } from '../cluster.scope.ts';
import { draft, unreadable } from './conditions.status.ts';

type ChangeType = 'RollingOut' | 'ScalingUp' | 'ScalingDown';

const reasons = {
  RollingOut: { issue: 'RollingOut', unknown: 'RollingOutUnknown', info: 'NotRollingOut' },
  ScalingUp: { issue: 'ScalingUp', unknown: 'ScalingUpUnknown', info: 'NotScalingUp' },
  ScalingDown: { issue: 'ScalingDown', unknown: 'ScalingDownUnknown', info: 'NotScalingDown' },
} as const;

export function changeConditions(scope: ClusterScope): ConditionDraft[] {
  return [changeCondition(scope, 'RollingOut'), changeCondition(scope, 'ScalingUp'), changeCondition(scope, 'ScalingDown')];
}

function changeCondition({ cluster, controlPlane, descendants }: ClusterScope, type: ChangeType): ConditionDraft {
  if (descendants.kind === 'unreadable' || controlPlane.kind === 'unreadable') return unreadable(type);
  // MachinePools do not report these conditions yet; stand-alone MachineSets scale, but never roll out.
  const standAlone = type === 'RollingOut' ? [] : descendants.machineSets.filter((machineSet) => isOwnedBy(machineSet, cluster));
  const objects = [...controlPlaneReporting(controlPlane, type), ...descendants.machineDeployments, ...standAlone];
  if (objects.length === 0) return draft(type, 'False', reasons[type].info);
  return aggregate({ target: type, objects, type, negative: true, reasons: reasons[type] });
}

/** The contract does not ask a control plane for these conditions, so a missing one is not unknown. */
function controlPlaneReporting(controlPlane: ObservedReference, type: string): ConditionedObject[] {
  if (controlPlane.kind !== 'found') return [];
  const { apiVersion, kind, metadata } = controlPlane.object;
  const conditions = reportedConditions(controlPlane.object);
  const isReported = conditions.some((condition) => condition.type === type);
  return isReported ? [{ apiVersion, kind, metadata, status: { conditions } }] : [];
}

function reportedConditions(object: KubeObject): ConditionState[] {
  try {
    return conditionsOf({ ...object });
  } catch (error) {
    // ControlPlaneAvailable already shows what is wrong with them.
    if (AppError.is(error)) return [];
    throw error;
  }
}
