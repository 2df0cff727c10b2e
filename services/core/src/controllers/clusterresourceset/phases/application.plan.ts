import type { ResourceRef, ResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import type { UnstructuredObject } from '@clusterwright/api';
import type { Strategy } from '../clusterresourceset.scope.ts';
import type { ObservedResource } from '../resources/observe-resource.ts';
import { resourceBindingOf } from './binding.plan.ts';

/** What to do for one resource on one cluster. */
export type ApplicationStep =
  | { readonly step: 'apply'; readonly ref: ResourceRef; readonly hash: string; readonly objects: readonly UnstructuredObject[] }
  /** Its text holds no manifests: nothing can be applied, and the binding says so. */
  | { readonly step: 'reject'; readonly ref: ResourceRef; readonly error: Error };

/**
 * The resources that have to be applied to a cluster, in their order: with ApplyOnce those that never were, with Reconcile also those that changed since (spec CRS-03).
 * Resources that were not found are left for when they come. Pure.
 */
export function planApplication(strategy: Strategy, resources: readonly ObservedResource[], entry: ResourceSetBinding | undefined): ApplicationStep[] {
  return resources.flatMap((resource): ApplicationStep[] => {
    if (resource.kind !== 'found') return [];
    const { ref, content } = resource;
    const bound = resourceBindingOf(entry, ref);
    if (strategy === 'ApplyOnce' && bound?.applied) return [];
    if (content.kind === 'invalid') return [{ step: 'reject', ref, error: content.error }];
    if (bound?.applied && bound.hash === content.hash) return [];
    return [{ step: 'apply', ref, hash: content.hash, objects: content.objects }];
  });
}
