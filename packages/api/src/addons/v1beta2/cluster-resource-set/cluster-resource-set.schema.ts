import type { KubeObject } from '../../../resource.ts';
import { described, enumeration, int64, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** ResourceRef is to be described. */
export const ResourceRefSchema = object({
  name: string({ minLength: 1, maxLength: 253, description: 'name is to be described.' }),
  kind: enumeration(['Secret', 'ConfigMap'], { description: 'kind is to be described.' }),
});

export interface ResourceRef extends Static<typeof ResourceRefSchema> {}

/** ClusterResourceSetSpec is to be described. */
export const ClusterResourceSetSpecSchema = object({
  clusterSelector: described(LabelSelectorSchema, 'clusterSelector is to be described.'),
  resources: listAtomic(ResourceRefSchema, { minItems: 1, maxItems: 100, description: 'resources is to be described.' }),
  strategy: optional(enumeration(['ApplyOnce', 'Reconcile'], { description: 'strategy is to be described.' })),
});

export interface ClusterResourceSetSpec extends Static<typeof ClusterResourceSetSpecSchema> {}

/** ClusterResourceSetStatus is to be described. */
export const ClusterResourceSetStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface ClusterResourceSetStatus extends Static<typeof ClusterResourceSetStatusSchema> {}

export const ClusterResourceSetSchema = kubeObject({
  spec: described(ClusterResourceSetSpecSchema, 'spec is to be described.'),
  status: optional(described(ClusterResourceSetStatusSchema, 'status is to be described.')),
}, { description: 'ClusterResourceSet is to be described.' });

/** ClusterResourceSet is to be described. */
export interface ClusterResourceSet extends KubeObject {
  spec: ClusterResourceSetSpec;
  status?: ClusterResourceSetStatus;
}
