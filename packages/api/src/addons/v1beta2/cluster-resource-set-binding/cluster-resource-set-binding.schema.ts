import type { KubeObject } from '../../../resource.ts';
import { boolean, dateTime, described, enumeration, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';

/** ResourceBinding is to be described. */
export const ResourceBindingSchema = object({
  name: string({ minLength: 1, maxLength: 253, description: 'name is to be described.' }),
  kind: enumeration(['Secret', 'ConfigMap'], { description: 'kind is to be described.' }),
  hash: optional(string({ minLength: 1, maxLength: 256, description: 'hash is to be described.' })),
  lastAppliedTime: optional(dateTime({ description: 'lastAppliedTime is to be described.' })),
  applied: boolean({ description: 'applied is to be described.' }),
});

export interface ResourceBinding extends Static<typeof ResourceBindingSchema> {}

/** ResourceSetBinding is to be described. */
export const ResourceSetBindingSchema = object({
  clusterResourceSetName: string({ minLength: 1, maxLength: 253, description: 'clusterResourceSetName is to be described.' }),
  resources: optional(listAtomic(ResourceBindingSchema, { maxItems: 100, description: 'resources is to be described.' })),
});

export interface ResourceSetBinding extends Static<typeof ResourceSetBindingSchema> {}

/** ClusterResourceSetBindingSpec is to be described. */
export const ClusterResourceSetBindingSpecSchema = object({
  bindings: optional(listAtomic(ResourceSetBindingSchema, { maxItems: 100, description: 'bindings is to be described.' })),
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' }),
});

export interface ClusterResourceSetBindingSpec extends Static<typeof ClusterResourceSetBindingSpecSchema> {}

export const ClusterResourceSetBindingSchema = kubeObject({
  spec: described(ClusterResourceSetBindingSpecSchema, 'spec is to be described.'),
}, { description: 'ClusterResourceSetBinding is to be described.' });

/** ClusterResourceSetBinding is to be described. */
export interface ClusterResourceSetBinding extends KubeObject {
  spec: ClusterResourceSetBindingSpec;
}
