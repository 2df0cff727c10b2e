import { clusterName } from '../../../core/v1beta2/shared/cluster-name.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { boolean, dateTime, described, enumeration, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';

/** A resource and whether it was applied. */
export const ResourceBindingSchema = object({
  name: string({ minLength: 1, maxLength: 253, description: 'name is the name of the Secret or ConfigMap.' }),
  kind: enumeration(['Secret', 'ConfigMap'], { description: 'kind is Secret or ConfigMap.' }),
  hash: optional(string({ minLength: 1, maxLength: 256, description: 'hash is the hash of the manifests when they were last applied.' })),
  lastAppliedTime: optional(dateTime({ description: 'lastAppliedTime is when the manifests were last applied.' })),
  applied: boolean({ description: 'applied is true once all manifests were applied without error.' }),
});

export interface ResourceBinding extends Static<typeof ResourceBindingSchema> {}

/** The resources of one ClusterResourceSet on one cluster. */
export const ResourceSetBindingSchema = object({
  clusterResourceSetName: string({ minLength: 1, maxLength: 253, description: 'clusterResourceSetName is the name of the ClusterResourceSet.' }),
  resources: optional(listAtomic(ResourceBindingSchema, { maxItems: 100, description: 'resources lists its resources.' })),
});

export interface ResourceSetBinding extends Static<typeof ResourceSetBindingSchema> {}

/** What ClusterResourceSets applied to one cluster. */
export const ClusterResourceSetBindingSpecSchema = object({
  bindings: optional(listAtomic(ResourceSetBindingSchema, { maxItems: 100, description: 'bindings lists the ClusterResourceSets that select the Cluster.' })),
  clusterName: clusterName(),
});

export interface ClusterResourceSetBindingSpec extends Static<typeof ClusterResourceSetBindingSpecSchema> {}

export const ClusterResourceSetBindingSchema = kubeObject(
  {
    spec: described(ClusterResourceSetBindingSpecSchema, 'spec is what was applied.'),
  },
  { description: 'ClusterResourceSetBinding remembers what ClusterResourceSets applied to one Cluster.' },
);

/** ClusterResourceSetBinding remembers what ClusterResourceSets applied to one Cluster. */
export interface ClusterResourceSetBinding extends KubeObject {
  spec: ClusterResourceSetBindingSpec;
}
