import { groupOf, type UnstructuredObject } from '@clusterwright/api';
import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import { failureOf, type Failure } from '@clusterwright/contract';
import { withFailure } from './learned.plan.ts';

/** A Machine or MachinePool with the terminal failure that a provider of the old contract reports on its object, if any. */
export function withReportedFailure<T extends Machine | MachinePool>(learner: T, object: UnstructuredObject): T {
  const failure = reportedFailure(object);
  return failure ? withFailure(learner, failure) : learner;
}

/** In the words of whoever refers to the object. */
function reportedFailure(object: UnstructuredObject): Failure | undefined {
  const failure = failureOf(object);
  if (!failure) return undefined;
  const version = object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
  const kind = `${groupOf(object.apiVersion)}/${version}, Kind=${object.kind}`;
  return { ...failure, message: failure.message && `Failure detected from referenced resource ${kind} with name "${object.metadata.name}": ${failure.message}` };
}
