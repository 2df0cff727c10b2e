import { apiVersionOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import type { ClusterResourceSet, ClusterResourceSetBinding, ResourceBinding, ResourceRef, ResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import { isSameOwner, ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';

/** The write that brings a binding up to date; patches carry the version they were made from, because several ClusterResourceSets write the same list. */
export type BindingPlan =
  | { readonly step: 'none' }
  | { readonly step: 'create'; readonly object: ClusterResourceSetBinding }
  | { readonly step: 'patch'; readonly key: ObjectKey; readonly body: object }
  | { readonly step: 'delete'; readonly key: ObjectKey; readonly uid: string | undefined; readonly resourceVersion: string | undefined };

/** What became of one resource on one cluster. */
export interface AppliedResource {
  readonly ref: ResourceRef;
  /** Undefined where nothing could be read of it. */
  readonly hash: string | undefined;
  readonly applied: boolean;
}

/** The part of a binding that is about one ClusterResourceSet. */
export function entryOf(binding: ClusterResourceSetBinding | undefined, { metadata }: ClusterResourceSet): ResourceSetBinding | undefined {
  return binding?.spec.bindings?.find(({ clusterResourceSetName }) => clusterResourceSetName === metadata.name);
}

export function resourceBindingOf(entry: ResourceSetBinding | undefined, { kind, name }: ResourceRef): ResourceBinding | undefined {
  return entry?.resources?.find((bound) => bound.kind === kind && bound.name === name);
}

/** A Cluster that a ClusterResourceSet selects, and its binding where it has one. */
export interface BoundCluster {
  readonly clusterResourceSet: ClusterResourceSet;
  readonly cluster: KubeObject;
  readonly binding: ClusterResourceSetBinding | undefined;
}

/** Takes down what was applied to a Cluster, and that the ClusterResourceSet selects it, in one write at most (spec CRS-04). Pure. */
export function planBinding({ clusterResourceSet, cluster, binding }: BoundCluster, results: readonly AppliedResource[], now: Date): BindingPlan {
  const { namespace, name } = cluster.metadata;
  const entry = entryOf(binding, clusterResourceSet);
  const nextEntry = results.reduce((current, result) => withResult(current, result, now), entry ?? { clusterResourceSetName: clusterResourceSet.metadata.name });
  const owner = ownerReferenceTo(clusterResourceSet);
  if (!binding) {
    const { kind } = ClusterResourceSetBindings;
    return { step: 'create', object: { apiVersion: apiVersionOf(ClusterResourceSetBindings), kind, metadata: { name, namespace, ownerReferences: [owner] }, spec: { clusterName: name, bindings: [nextEntry] } } };
  }
  const { ownerReferences = [], resourceVersion } = binding.metadata;
  const nextOwners = withOwnerReference(ownerReferences, owner);
  if (nextEntry === entry && nextOwners === ownerReferences) return { step: 'none' };
  const { bindings = [] } = binding.spec;
  const nextBindings = entry ? bindings.map((candidate) => (candidate === entry ? nextEntry : candidate)) : [...bindings, nextEntry];
  const body = { metadata: { resourceVersion, ...(nextOwners === ownerReferences ? {} : { ownerReferences: nextOwners }) }, ...(nextEntry === entry ? {} : { spec: { bindings: nextBindings } }) };
  return { step: 'patch', key: { namespace, name }, body };
}

/** A resource that fails again in the same way leaves everything as it is: a new time alone is no reason to write. */
function withResult(entry: ResourceSetBinding, { ref: { kind, name }, hash, applied }: AppliedResource, now: Date): ResourceSetBinding {
  const { resources = [] } = entry;
  const index = resources.findIndex((bound) => bound.kind === kind && bound.name === name);
  const known = resources[index];
  if (known && !applied && !known.applied && known.hash === hash) return entry;
  const next: ResourceBinding = { kind, name, ...(hash ? { hash } : {}), lastAppliedTime: rfc3339(now), applied };
  return { ...entry, resources: known ? resources.with(index, next) : [...resources, next] };
}

/** Takes a ClusterResourceSet out of a binding; the last one takes the binding along. Pure. */
export function planUnbinding(clusterResourceSet: ClusterResourceSet, binding: ClusterResourceSetBinding): BindingPlan {
  const { namespace, name, uid, resourceVersion, ownerReferences = [] } = binding.metadata;
  const { bindings = [] } = binding.spec;
  const remaining = bindings.filter(({ clusterResourceSetName }) => clusterResourceSetName !== clusterResourceSet.metadata.name);
  const isOwner = ownerReferences.some((reference) => isSameOwner(reference, ownerReferenceTo(clusterResourceSet)));
  if (remaining.length === bindings.length && !isOwner) return { step: 'none' };
  if (remaining.length === 0) return { step: 'delete', key: { namespace, name }, uid, resourceVersion };
  const owners = ownerReferences.filter((reference) => !isSameOwner(reference, ownerReferenceTo(clusterResourceSet)));
  return { step: 'patch', key: { namespace, name }, body: { metadata: { resourceVersion, ownerReferences: owners }, spec: { bindings: remaining } } };
}
