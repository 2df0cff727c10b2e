import { listUndeclared, dateTime, described, object, optional, string, type Static } from '../../../schema/schema.ts';

/** A condition in the format of v1beta1. */
export const V1Beta1ConditionSchema = object({
  type: string({ minLength: 1, maxLength: 256, description: 'type is the name of the condition in CamelCase.' }),
  status: string({ description: 'status is True, False or Unknown.' }),
  severity: optional(string({ maxLength: 32, description: 'severity says how bad a False status is: Error, Warning or Info.' })),
  lastTransitionTime: dateTime({ description: 'lastTransitionTime is when the status last changed.' }),
  reason: optional(string({ minLength: 1, maxLength: 256, description: 'reason is a CamelCase word for programs: why the condition has this status.' })),
  message: optional(string({ minLength: 1, maxLength: 10240, description: 'message tells people the details.' })),
});

export interface V1Beta1Condition extends Static<typeof V1Beta1ConditionSchema> {}

/** The conditions of the v1beta1 API, kept until that version is gone. */
export function v1beta1ConditionList(description: string) {
  return listUndeclared(V1Beta1ConditionSchema, { description });
}

/** The v1beta1 fields of a status that had a terminal failure. */
export const V1Beta1FailureStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions are the conditions in the format of v1beta1.')),
  failureReason: optional(string({ description: 'failureReason is a word for the terminal problem of the object; nothing writes it since v1beta2.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; nothing writes it since v1beta2.' })),
});

export interface V1Beta1FailureStatus extends Static<typeof V1Beta1FailureStatusSchema> {}

/** Deprecated fields of a status that had a terminal failure. */
export const DeprecatedFailureStatusSchema = object({
  v1beta1: optional(described(V1Beta1FailureStatusSchema, 'v1beta1 holds the fields of the v1beta1 API.')),
});

export interface DeprecatedFailureStatus extends Static<typeof DeprecatedFailureStatusSchema> {}

/** The v1beta1 fields of a status that had nothing but conditions. */
export const V1Beta1ConditionsStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions are the conditions in the format of v1beta1.')),
});

export interface V1Beta1ConditionsStatus extends Static<typeof V1Beta1ConditionsStatusSchema> {}

/** Deprecated fields of a status that had nothing but conditions. */
export const DeprecatedConditionsStatusSchema = object({
  v1beta1: optional(described(V1Beta1ConditionsStatusSchema, 'v1beta1 holds the fields of the v1beta1 API.')),
});

export interface DeprecatedConditionsStatus extends Static<typeof DeprecatedConditionsStatusSchema> {}
