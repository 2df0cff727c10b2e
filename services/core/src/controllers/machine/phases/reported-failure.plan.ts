import { groupOf, type UnstructuredObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { failureOf, type Failure } from '@clusterwright/contract';
import { withFailure } from './learned.plan.ts';

/** The Machine with the terminal failure that a provider of the old contract reports on its object, if any. */
export function withReportedFailure(machine: Machine, object: UnstructuredObject): Machine {
  const failure = reportedFailure(object);
  return failure ? withFailure(machine, failure) : machine;
}

/** The terminal failure that a provider of the old contract reports on its object, in the words of whoever refers to the object. */
export function reportedFailure(object: UnstructuredObject): Failure | undefined {
  const failure = failureOf(object);
  if (!failure) return undefined;
  const version = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
  const kind = `${groupOf(object.apiVersion)}/${version}, Kind=${object.kind}`;
  return { ...failure, message: failure.message && `Failure detected from referenced resource ${kind} with name "${object.metadata.name}": ${failure.message}` };
}
