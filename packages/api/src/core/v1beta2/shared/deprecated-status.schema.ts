import { dateTime, described, listUndeclared, object, optional, string, unboundedString, type Static, type TSchema } from '../../../schema/schema.ts';

/** A condition in the format of v1beta1. */
export const V1Beta1ConditionSchema = object({
  type: string({ minLength: 1, maxLength: 256, description: 'type is the name of the condition in CamelCase.' }),
  status: unboundedString({ description: 'status is True, False or Unknown.' }),
  severity: optional(string({ maxLength: 32, description: 'severity says how bad a False status is: Error, Warning or Info.' })),
  lastTransitionTime: dateTime({ description: 'lastTransitionTime is when the status last changed.' }),
  reason: optional(string({ minLength: 1, maxLength: 256, description: 'reason is a CamelCase word for programs: why the condition has this status.' })),
  message: optional(string({ minLength: 1, maxLength: 10240, description: 'message tells people the details.' })),
});

export interface V1Beta1Condition extends Static<typeof V1Beta1ConditionSchema> {}

/** The conditions of the v1beta1 API, kept until that version is gone. */
export function v1beta1ConditionList() {
  return listUndeclared(V1Beta1ConditionSchema, { description: 'conditions are the conditions in the format of v1beta1.' });
}

/** How v1beta1 reported a terminal problem. */
export const failureFields = {
  failureReason: optional(unboundedString({ description: 'failureReason is a word for the terminal problem of the object; v1beta2 has conditions for that.' })),
  failureMessage: optional(
    string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; v1beta2 has conditions for that.' }),
  ),
};

/** The fields of a status that exist for readers of v1beta1, below the key that says so. */
export function deprecated<S extends TSchema>(v1beta1: S) {
  return object(
    { v1beta1: optional(described(v1beta1, 'v1beta1 holds the fields of the v1beta1 API.')) },
    { description: 'deprecated holds fields that exist for readers of v1beta1 and go away together with it.' },
  );
}

/** The v1beta1 fields of a status that had a terminal failure. */
export const V1Beta1FailureStatusSchema = object({
  conditions: optional(v1beta1ConditionList()),
  ...failureFields,
});

export interface V1Beta1FailureStatus extends Static<typeof V1Beta1FailureStatusSchema> {}

/** The v1beta1 fields of a status that had nothing but conditions. */
export const V1Beta1ConditionsStatusSchema = object({
  conditions: optional(v1beta1ConditionList()),
});

export interface V1Beta1ConditionsStatus extends Static<typeof V1Beta1ConditionsStatusSchema> {}
