import { listUndeclared, dateTime, described, object, optional, string, type Static } from '../../../schema/schema.ts';

/** V1Beta1Condition is to be described. */
export const V1Beta1ConditionSchema = object({
  type: string({ minLength: 1, maxLength: 256, description: 'type is to be described.' }),
  status: string({ description: 'status is to be described.' }),
  severity: optional(string({ maxLength: 32, description: 'severity is to be described.' })),
  lastTransitionTime: dateTime({ description: 'lastTransitionTime is to be described.' }),
  reason: optional(string({ minLength: 1, maxLength: 256, description: 'reason is to be described.' })),
  message: optional(string({ minLength: 1, maxLength: 10240, description: 'message is to be described.' })),
});

export interface V1Beta1Condition extends Static<typeof V1Beta1ConditionSchema> {}

/** The conditions of the v1beta1 API, kept until that version is gone. */
export function v1beta1ConditionList(description: string) {
  return listUndeclared(V1Beta1ConditionSchema, { description });
}

/** V1Beta1FailureStatus is to be described. */
export const V1Beta1FailureStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
  failureReason: optional(string({ description: 'failureReason is to be described.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage is to be described.' })),
});

export interface V1Beta1FailureStatus extends Static<typeof V1Beta1FailureStatusSchema> {}

/** DeprecatedFailureStatus is to be described. */
export const DeprecatedFailureStatusSchema = object({
  v1beta1: optional(described(V1Beta1FailureStatusSchema, 'v1beta1 is to be described.')),
});

export interface DeprecatedFailureStatus extends Static<typeof DeprecatedFailureStatusSchema> {}

/** V1Beta1ConditionsStatus is to be described. */
export const V1Beta1ConditionsStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
});

export interface V1Beta1ConditionsStatus extends Static<typeof V1Beta1ConditionsStatusSchema> {}

/** DeprecatedConditionsStatus is to be described. */
export const DeprecatedConditionsStatusSchema = object({
  v1beta1: optional(described(V1Beta1ConditionsStatusSchema, 'v1beta1 is to be described.')),
});

export interface DeprecatedConditionsStatus extends Static<typeof DeprecatedConditionsStatusSchema> {}
