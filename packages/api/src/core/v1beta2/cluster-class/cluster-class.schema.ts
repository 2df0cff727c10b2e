import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionGateList } from '../shared/condition-gate.schema.ts';
import { TemplateReferenceSchema } from '../shared/references.schema.ts';
import { ClassNamingSpecSchema } from './class-template.schema.ts';
import { type ClusterClassStatus, ClusterClassStatusSchema } from './cluster-class-status.schema.ts';
import { ControlPlaneClassSchema } from './control-plane-class.schema.ts';
import { ClusterClassPatchSchema } from './patches.schema.ts';
import { ClusterClassVariableSchema } from './variables.schema.ts';
import { WorkersClassSchema } from './workers-class.schema.ts';

/** The infrastructure of all clusters of a class. */
export const InfrastructureClassSchema = object({
  templateRef: described(TemplateReferenceSchema, 'templateRef names the template of the InfraCluster.'),
  naming: optional(described(ClassNamingSpecSchema, 'naming says how the InfraCluster is named.')),
});

export interface InfrastructureClass extends Static<typeof InfrastructureClassSchema> {}

/** A runtime extension that plans upgrades. */
export const ClusterClassUpgradeExternalSchema = object(
  {
    generateUpgradePlanExtension: optional(
      string({ minLength: 1, maxLength: 512, description: 'generateUpgradePlanExtension is the handler that answers with the versions of an upgrade.' }),
    ),
  },
  { minProperties: 1 },
);

export interface ClusterClassUpgradeExternal extends Static<typeof ClusterClassUpgradeExternalSchema> {}

/** How clusters of a class get from one version to another. */
export const ClusterClassUpgradeSchema = object(
  {
    external: optional(described(ClusterClassUpgradeExternalSchema, 'external hands planning to a runtime extension.')),
  },
  { minProperties: 1 },
);

export interface ClusterClassUpgrade extends Static<typeof ClusterClassUpgradeSchema> {}

/** What clusters of the class have in common. */
export const ClusterClassSpecSchema = object({
  availabilityGates: optional(
    conditionGateList('availabilityGates names further conditions that clusters need to be available; clusters may replace the list.'),
  ),
  infrastructure: described(InfrastructureClassSchema, 'infrastructure describes the InfraCluster.'),
  controlPlane: described(ControlPlaneClassSchema, 'controlPlane describes the control plane.'),
  workers: optional(described(WorkersClassSchema, 'workers describes the kinds of worker groups that a cluster may have.')),
  variables: optional(
    listAtomic(ClusterClassVariableSchema, {
      minItems: 1,
      maxItems: 1000,
      description: 'variables declares what each cluster may choose, each with a schema.',
    }),
  ),
  patches: optional(
    listAtomic(ClusterClassPatchSchema, {
      minItems: 1,
      maxItems: 1000,
      description: 'patches change the templates of the class by the values of variables, in this order.',
    }),
  ),
  upgrade: optional(described(ClusterClassUpgradeSchema, 'upgrade says how upgrades of several versions are planned.')),
  kubernetesVersions: optional(
    listAtomic(string({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 100,
      description: 'kubernetesVersions lists the versions that clusters may have, oldest first; upgrades go through them.',
    }),
  ),
});

export interface ClusterClassSpec extends Static<typeof ClusterClassSpecSchema> {}

export const ClusterClassSchema = kubeObject(
  {
    spec: described(ClusterClassSpecSchema, 'spec is the blueprint.'),
    status: optional(described(ClusterClassStatusSchema, 'status is what was observed of the blueprint.')),
  },
  { description: 'ClusterClass is a blueprint from which Clusters with a topology are built and kept up to date.' },
);

/** ClusterClass is a blueprint from which Clusters with a topology are built and kept up to date. */
export interface ClusterClass extends KubeObject {
  spec: ClusterClassSpec;
  status?: ClusterClassStatus;
}
