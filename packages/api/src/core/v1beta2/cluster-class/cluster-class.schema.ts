import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ClassNamingSpecSchema } from './class-template.schema.ts';
import { type ClusterClassStatus, ClusterClassStatusSchema } from './cluster-class-status.schema.ts';
import { ControlPlaneClassSchema } from './control-plane-class.schema.ts';
import { ClusterClassPatchSchema } from './patches.schema.ts';
import { ClusterClassVariableSchema } from './variables.schema.ts';
import { WorkersClassSchema } from './workers-class.schema.ts';
import { ConditionGateSchema } from '../shared/condition-gate.schema.ts';
import { TemplateReferenceSchema } from '../shared/references.schema.ts';

/** InfrastructureClass is to be described. */
export const InfrastructureClassSchema = object({
  templateRef: described(TemplateReferenceSchema, 'templateRef is to be described.'),
  naming: optional(described(ClassNamingSpecSchema, 'naming is to be described.')),
});

export interface InfrastructureClass extends Static<typeof InfrastructureClassSchema> {}

/** ClusterClassUpgradeExternal is to be described. */
export const ClusterClassUpgradeExternalSchema = object({
  generateUpgradePlanExtension: optional(string({ minLength: 1, maxLength: 512, description: 'generateUpgradePlanExtension is to be described.' })),
}, { minProperties: 1 });

export interface ClusterClassUpgradeExternal extends Static<typeof ClusterClassUpgradeExternalSchema> {}

/** ClusterClassUpgrade is to be described. */
export const ClusterClassUpgradeSchema = object({
  external: optional(described(ClusterClassUpgradeExternalSchema, 'external is to be described.')),
}, { minProperties: 1 });

export interface ClusterClassUpgrade extends Static<typeof ClusterClassUpgradeSchema> {}

/** ClusterClassSpec is to be described. */
export const ClusterClassSpecSchema = object({
  availabilityGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'availabilityGates is to be described.' })),
  infrastructure: described(InfrastructureClassSchema, 'infrastructure is to be described.'),
  controlPlane: described(ControlPlaneClassSchema, 'controlPlane is to be described.'),
  workers: optional(described(WorkersClassSchema, 'workers is to be described.')),
  variables: optional(listAtomic(ClusterClassVariableSchema, { minItems: 1, maxItems: 1000, description: 'variables is to be described.' })),
  patches: optional(listAtomic(ClusterClassPatchSchema, { minItems: 1, maxItems: 1000, description: 'patches is to be described.' })),
  upgrade: optional(described(ClusterClassUpgradeSchema, 'upgrade is to be described.')),
  kubernetesVersions: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100, description: 'kubernetesVersions is to be described.' })),
});

export interface ClusterClassSpec extends Static<typeof ClusterClassSpecSchema> {}

export const ClusterClassSchema = kubeObject({
  spec: described(ClusterClassSpecSchema, 'spec is to be described.'),
  status: optional(described(ClusterClassStatusSchema, 'status is to be described.')),
}, { description: 'ClusterClass is to be described.' });

/** ClusterClass is to be described. */
export interface ClusterClass extends KubeObject {
  spec: ClusterClassSpec;
  status?: ClusterClassStatus;
}
