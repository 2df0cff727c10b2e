import { AppError, TerminalError } from '@clusterwright/api/errors';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { isConflict } from '@clusterwright/kube-client';
import type { ClusterResourceSetScope } from '../clusterresourceset.scope.ts';
import { unsupportedSecretType } from '../clusterresourceset.status.ts';

/**
 * Throws what went wrong anywhere in the pass, once every Cluster was tried: so that it is logged and tried again.
 * Conflicts over a binding alone are a quiet retry; what only a changed object can mend waits for that.
 */
export const failures: Phase<ClusterResourceSetScope> = (scope) => {
  const errors = errorsOf(scope);
  const real = errors.filter((error) => !isConflict(error));
  const [first] = real.length > 0 ? real : errors;
  if (!first) return done;
  if (real.length <= 1) throw first;
  const message = [...new Set(real.map((error) => error.message))].join('; ');
  const isHopeless = real.every((error) => AppError.is(error) && error.retry === 'never');
  throw isHopeless ? new TerminalError(message) : new AggregateError(real, message);
};

function errorsOf({ selection, resources, ownershipErrors, results }: ClusterResourceSetScope): readonly Error[] {
  return [
    ...(selection.kind === 'invalid' ? [selection.error] : []),
    ...resources.flatMap((resource) => (resource.kind === 'unreadable' ? [resource.error] : resource.kind === 'wrongType' ? [new TerminalError(`Secret ${resource.ref.name}: ${unsupportedSecretType}`)] : [])),
    ...ownershipErrors,
    ...results.flatMap((result) => [...(result.kind === 'failed' ? result.errors : []), ...(result.bindingError ? [result.bindingError] : [])]),
  ];
}
