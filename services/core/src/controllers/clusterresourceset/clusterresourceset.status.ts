import type { clusterResourceSetConditions } from '@clusterwright/api/addons/v1beta2';
import type { Draft, PassResult, Report, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { Severity } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { ClusterResourceSetScope } from './clusterresourceset.scope.ts';

export const unsupportedSecretType = 'unsupported secret type';

const type = 'ResourcesApplied';
const seeLogs = 'Please check controller logs for errors';

type AppliedDraft = Extract<Draft<typeof clusterResourceSetConditions>, { type: typeof type }>;

/** ResourcesApplied as the current API says it, and as the older one does. */
interface Verdict {
  readonly condition: AppliedDraft;
  readonly v1beta1: V1Beta1ConditionDraft;
}

/**
 * What a ClusterResourceSet says after a pass (spec CRS-05). Pure.
 *
 * Of several Clusters the worst counts: true means that everything is on all of them. Without a selected Cluster there is nothing to say, and what was said stays.
 */
export function reportClusterResourceSet(scope: ClusterResourceSetScope, { deleting }: Pick<PassResult, 'deleting'>): Report {
  const { selection } = scope;
  if (deleting || (selection.kind === 'selected' && selection.clusters.length === 0)) return {};
  const { condition, v1beta1 } = verdictOf(scope);
  return { conditions: [condition], v1beta1Conditions: [v1beta1] };
}

function verdictOf(scope: ClusterResourceSetScope): Verdict {
  const { selection } = scope;
  if (selection.kind === 'invalid') return internalError('ClusterMatchFailed', 'Warning', selection.error.message);
  return ofUnusableResource(scope) ?? ofClusters(scope) ?? ofMissingResource(scope) ?? { condition: { type, status: 'True', reason: 'Applied' }, v1beta1: v1beta1True(type) };
}

/** Nothing is applied anywhere while a resource cannot be used; of several, the last in the list speaks, as upstream's. */
function ofUnusableResource({ resources, ownershipErrors }: ClusterResourceSetScope): Verdict | undefined {
  const unusable = resources.findLast(({ kind }) => kind === 'wrongType' || kind === 'unreadable');
  if (unusable?.kind === 'wrongType') {
    const condition: AppliedDraft = { type, status: 'False', reason: 'WrongSecretType', message: `Secret type of resource ${unusable.ref.name} is not supported` };
    return { condition, v1beta1: v1beta1False(type, 'WrongSecretType', 'Warning', unsupportedSecretType) };
  }
  if (unusable?.kind === 'unreadable') return internalError('RetrievingResourceFailed', 'Warning', unusable.error.message);
  const [ownershipError] = ownershipErrors;
  return ownershipError && internalError('RetrievingResourceFailed', 'Warning', ownershipError.message);
}

function ofClusters({ results }: ClusterResourceSetScope): Verdict | undefined {
  const errors = results.flatMap((result) => (result.kind === 'failed' ? result.errors : []));
  if (errors.length > 0) {
    const condition: AppliedDraft = { type, status: 'False', reason: 'NotApplied', message: 'Failed to apply ClusterResourceSet resources to Cluster' };
    return { condition, v1beta1: v1beta1False(type, 'ApplyFailed', 'Warning', joined(errors)) };
  }
  const waiting = results.find(({ kind }) => kind === 'notConnected');
  return waiting?.kind === 'notConnected' ? internalError('RemoteClusterClientFailed', 'Error', `error getting client: ${waiting.reason}`) : undefined;
}

/** The others are applied all the same, but true would be a lie; upstream says it nevertheless. */
function ofMissingResource({ resources }: ClusterResourceSetScope): Verdict | undefined {
  const missing = resources.findLast(({ kind }) => kind === 'notFound');
  return missing?.kind === 'notFound' ? internalError('RetrievingResourceFailed', 'Warning', missing.error.message) : undefined;
}

function internalError(reason: string, severity: Severity, message: string): Verdict {
  return { condition: { type, status: 'False', reason: 'InternalError', message: seeLogs }, v1beta1: v1beta1False(type, reason, severity, message) };
}

/** Several errors in Go's form; the same one on many Clusters once. */
function joined(errors: readonly Error[]): string {
  const messages = [...new Set(errors.map(({ message }) => message))];
  return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
}
