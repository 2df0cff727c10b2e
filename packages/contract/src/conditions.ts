import type { Condition, ConditionStatus, UnstructuredObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { ContractError, readValue } from './path.ts';

/** Reason given to a condition that came without one. */
export const noReasonReported = 'NoReasonReported';

/** A condition as a provider reports it; the old kind has a severity and may lack a reason, and a time may be missing. */
export type ReportedCondition = Omit<Condition, 'lastTransitionTime'> & { readonly lastTransitionTime?: string | undefined; readonly severity?: string | undefined };

/**
 * Conditions of a provider's object, wherever its stage of migration keeps them: `status.v1beta2.conditions` first, then `status.conditions` of
 * either kind (COND-05). Errors: `ContractError` where an item has no type or an impossible status.
 */
export function conditionsOf(object: UnstructuredObject): ReportedCondition[] {
  const listed = [['status', 'v1beta2', 'conditions'], ['status', 'conditions']].map((path) => valueOrUndefined(object, path)).find(Array.isArray);
  return (listed ?? []).filter((item) => typeof item === 'object' && item !== null).map((item) => toCondition(object, item));
}

/** The condition of one type; undefined where the object does not report it. */
export function conditionOf(object: UnstructuredObject, type: string): ReportedCondition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type);
}

/** The condition of one type as the older API reads it: only `status.conditions`, of whichever kind they are, and a missing reason stays empty. */
export function v1beta1ConditionOf(object: UnstructuredObject, type: string): ReportedCondition | undefined {
  const listed = valueOrUndefined(object, ['status', 'conditions']);
  const item = Array.isArray(listed) ? listed.find((candidate) => (candidate as { type?: unknown } | null)?.type === type) : undefined;
  return item && toCondition(object, item, '');
}

function valueOrUndefined(object: UnstructuredObject, path: readonly string[]): unknown {
  try {
    return readValue(object, path);
  } catch (error) {
    // A status of an unexpected shape is taken as one without conditions: they are optional for providers.
    if (AppError.is(error)) return undefined;
    throw error;
  }
}

const isStatus = (value: unknown): value is ConditionStatus => value === 'True' || value === 'False' || value === 'Unknown';
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function toCondition(object: UnstructuredObject, item: Readonly<Record<string, unknown>>, missingReason = noReasonReported): ReportedCondition {
  const type = text(item['type']);
  if (type === undefined) throw new ContractError(`failed to read conditions of ${object.kind} ${object.metadata.name}: type must be set for all conditions`);
  const status = item['status'];
  if (!isStatus(status)) {
    throw new ContractError(`failed to read conditions of ${object.kind} ${object.metadata.name}: status for the ${type} condition must be one of True, False, Unknown`);
  }
  const condition: ReportedCondition = {
    type,
    status,
    reason: text(item['reason']) ?? missingReason,
    message: text(item['message']) ?? '',
    lastTransitionTime: text(item['lastTransitionTime']),
  };
  const severity = text(item['severity']);
  return severity === undefined ? condition : { ...condition, severity };
}
