import { described, int32, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ClassNamingSpecSchema, ClassTemplateSchema } from './class-template.schema.ts';
import { ConditionGateSchema } from '../shared/condition-gate.schema.ts';
import { MachineDeploymentHealthCheckRemediationSchema, MachineHealthCheckChecksSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema, MachineDeploymentMachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineTaintSchema } from '../shared/machine-taint.schema.ts';
import { MachineDeploymentRolloutStrategySchema } from '../shared/rollout.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';

/** MachineDeploymentClassHealthCheck is to be described. */
export const MachineDeploymentClassHealthCheckSchema = object({
  checks: optional(described(MachineHealthCheckChecksSchema, 'checks is to be described.')),
  remediation: optional(described(MachineDeploymentHealthCheckRemediationSchema, 'remediation is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentClassHealthCheck extends Static<typeof MachineDeploymentClassHealthCheckSchema> {}

/** MachineDeploymentClassRolloutSpec is to be described. */
export const MachineDeploymentClassRolloutSpecSchema = object({
  strategy: optional(described(MachineDeploymentRolloutStrategySchema, 'strategy is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentClassRolloutSpec extends Static<typeof MachineDeploymentClassRolloutSpecSchema> {}

/** MachineDeploymentClass is to be described. */
export const MachineDeploymentClassSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class is to be described.' }),
  bootstrap: described(ClassTemplateSchema, 'bootstrap is to be described.'),
  infrastructure: described(ClassTemplateSchema, 'infrastructure is to be described.'),
  healthCheck: optional(described(MachineDeploymentClassHealthCheckSchema, 'healthCheck is to be described.')),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is to be described.' })),
  naming: optional(described(ClassNamingSpecSchema, 'naming is to be described.')),
  deletion: optional(described(MachineDeploymentMachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is to be described.' })),
  readinessGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'readinessGates is to be described.' })),
  rollout: optional(described(MachineDeploymentClassRolloutSpecSchema, 'rollout is to be described.')),
});

export interface MachineDeploymentClass extends Static<typeof MachineDeploymentClassSchema> {}

/** MachinePoolClass is to be described. */
export const MachinePoolClassSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class is to be described.' }),
  bootstrap: described(ClassTemplateSchema, 'bootstrap is to be described.'),
  infrastructure: described(ClassTemplateSchema, 'infrastructure is to be described.'),
  failureDomains: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'failureDomains is to be described.' })),
  naming: optional(described(ClassNamingSpecSchema, 'naming is to be described.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is to be described.' })),
});

export interface MachinePoolClass extends Static<typeof MachinePoolClassSchema> {}

/** WorkersClass is to be described. */
export const WorkersClassSchema = object({
  machineDeployments: optional(listMap(['class'], MachineDeploymentClassSchema, { minItems: 1, maxItems: 100, description: 'machineDeployments is to be described.' })),
  machinePools: optional(listMap(['class'], MachinePoolClassSchema, { minItems: 1, maxItems: 100, description: 'machinePools is to be described.' })),
}, { minProperties: 1 });

export interface WorkersClass extends Static<typeof WorkersClassSchema> {}
