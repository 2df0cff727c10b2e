import type { Machine, V1Beta1Condition } from '@clusterwright/api/core/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { V1Beta1ConditionState } from '@clusterwright/provider-kit/conditions/v1beta1';

export function isConditionTrue(machine: Machine, type: string): boolean {
  return findCondition(machine.status?.conditions, type)?.status === 'True';
}

export function isConditionFalse(machine: Machine, type: string): boolean {
  return findCondition(machine.status?.conditions, type)?.status === 'False';
}

/** Conditions of the older API as stored; their schema says nothing about status, but nobody writes another one. */
export function v1beta1ConditionsOf(object: { readonly status?: { readonly deprecated?: { readonly v1beta1?: { readonly conditions?: readonly V1Beta1Condition[] } } } }): readonly V1Beta1ConditionState[] {
  return (object.status?.deprecated?.v1beta1?.conditions ?? []) as readonly V1Beta1ConditionState[];
}

/** The older API's Ready condition. */
export const v1beta1Ready = (object: Parameters<typeof v1beta1ConditionsOf>[0]): V1Beta1ConditionState | undefined => v1beta1ConditionsOf(object).find(({ type }) => type === 'Ready');
