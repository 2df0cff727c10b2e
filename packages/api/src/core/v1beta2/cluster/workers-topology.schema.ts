import { boolean, described, int32, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { shortDnsSubdomain } from '../../../schema/limits.ts';
import { ConditionGateSchema } from '../shared/condition-gate.schema.ts';
import { MachineDeploymentHealthCheckRemediationSchema, MachineHealthCheckChecksSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema, MachineDeploymentMachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineTaintSchema } from '../shared/machine-taint.schema.ts';
import { MachineDeploymentRolloutSpecSchema } from '../shared/rollout.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { VariableOverridesSchema } from '../shared/variable-values.schema.ts';

/** MachineDeploymentTopologyHealthCheck is to be described. */
export const MachineDeploymentTopologyHealthCheckSchema = object({
  enabled: optional(boolean({ description: 'enabled is to be described.' })),
  checks: optional(described(MachineHealthCheckChecksSchema, 'checks is to be described.')),
  remediation: optional(described(MachineDeploymentHealthCheckRemediationSchema, 'remediation is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentTopologyHealthCheck extends Static<typeof MachineDeploymentTopologyHealthCheckSchema> {}

/** MachineDeploymentTopology is to be described. */
export const MachineDeploymentTopologySchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class is to be described.' }),
  name: string({ ...shortDnsSubdomain, description: 'name is to be described.' }),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  healthCheck: optional(described(MachineDeploymentTopologyHealthCheckSchema, 'healthCheck is to be described.')),
  deletion: optional(described(MachineDeploymentMachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is to be described.' })),
  readinessGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'readinessGates is to be described.' })),
  rollout: optional(described(MachineDeploymentRolloutSpecSchema, 'rollout is to be described.')),
  variables: optional(described(VariableOverridesSchema, 'variables is to be described.')),
});

export interface MachineDeploymentTopology extends Static<typeof MachineDeploymentTopologySchema> {}

/** MachinePoolTopology is to be described. */
export const MachinePoolTopologySchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class is to be described.' }),
  name: string({ ...shortDnsSubdomain, description: 'name is to be described.' }),
  failureDomains: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 100, description: 'failureDomains is to be described.' })),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  variables: optional(described(VariableOverridesSchema, 'variables is to be described.')),
});

export interface MachinePoolTopology extends Static<typeof MachinePoolTopologySchema> {}

/** WorkersTopology is to be described. */
export const WorkersTopologySchema = object({
  machineDeployments: optional(listMap(['name'], MachineDeploymentTopologySchema, { minItems: 1, maxItems: 2000, description: 'machineDeployments is to be described.' })),
  machinePools: optional(listMap(['name'], MachinePoolTopologySchema, { minItems: 1, maxItems: 2000, description: 'machinePools is to be described.' })),
}, { minProperties: 1 });

export interface WorkersTopology extends Static<typeof WorkersTopologySchema> {}
