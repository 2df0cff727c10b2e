import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';
import { described, enumeration, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';

/** Names a Secret or ConfigMap with manifests. */
export const ResourceRefSchema = object({
  name: string({ minLength: 1, maxLength: 253, description: 'name is the name of the Secret or ConfigMap.' }),
  kind: enumeration(['Secret', 'ConfigMap'], { description: 'kind is Secret or ConfigMap.' }),
});

export interface ResourceRef extends Static<typeof ResourceRefSchema> {}

/** Which manifests are applied to which clusters. */
export const ClusterResourceSetSpecSchema = object({
  clusterSelector: described(LabelSelectorSchema, 'clusterSelector chooses the Clusters by their labels; it must not be empty and cannot change.'),
  resources: listAtomic(ResourceRefSchema, {
    minItems: 1,
    maxItems: 100,
    description: 'resources lists the Secrets and ConfigMaps whose manifests are applied.',
  }),
  strategy: optional(
    enumeration(['ApplyOnce', 'Reconcile'], {
      description: 'strategy is ApplyOnce, the default, or Reconcile to apply again when manifests change; it cannot change.',
    }),
  ),
});

export interface ClusterResourceSetSpec extends Static<typeof ClusterResourceSetSpecSchema> {}

/** What was observed of a ClusterResourceSet. */
export const ClusterResourceSetStatusSchema = object(
  {
    conditions: optional(conditionList('conditions report the state of the object: ResourcesApplied and Paused.')),
    observedGeneration: optional(observedGeneration()),
    deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
  },
  { minProperties: 1 },
);

export interface ClusterResourceSetStatus extends Static<typeof ClusterResourceSetStatusSchema> {}

export const ClusterResourceSetSchema = kubeObject(
  {
    spec: described(ClusterResourceSetSpecSchema, 'spec is what the ClusterResourceSet should be.'),
    status: optional(described(ClusterResourceSetStatusSchema, 'status is what was observed of the ClusterResourceSet.')),
  },
  { description: 'ClusterResourceSet applies manifests to every Cluster that it selects.' },
);

/** ClusterResourceSet applies manifests to every Cluster that it selects. */
export interface ClusterResourceSet extends KubeObject {
  spec: ClusterResourceSetSpec;
  status?: ClusterResourceSetStatus;
}
