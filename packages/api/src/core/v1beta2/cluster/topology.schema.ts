import { boolean, dateTime, described, int32, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { dnsLabel, dnsSubdomain } from '../../../schema/limits.ts';
import { WorkersTopologySchema } from './workers-topology.schema.ts';
import { ConditionGateSchema } from '../shared/condition-gate.schema.ts';
import { MachineHealthCheckChecksSchema, MachineHealthCheckRemediationSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineTaintSchema } from '../shared/machine-taint.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { ClusterVariableSchema, VariableOverridesSchema } from '../shared/variable-values.schema.ts';

/** ClusterClassRef is to be described. */
export const ClusterClassRefSchema = object({
  name: string({ ...dnsSubdomain, description: 'name is to be described.' }),
  namespace: optional(string({ ...dnsLabel, description: 'namespace is to be described.' })),
});

export interface ClusterClassRef extends Static<typeof ClusterClassRefSchema> {}

/** ControlPlaneTopologyRolloutSpec is to be described. */
export const ControlPlaneTopologyRolloutSpecSchema = object({
  after: optional(dateTime({ description: 'after is to be described.' })),
}, { minProperties: 1 });

export interface ControlPlaneTopologyRolloutSpec extends Static<typeof ControlPlaneTopologyRolloutSpecSchema> {}

/** ControlPlaneTopologyHealthCheck is to be described. */
export const ControlPlaneTopologyHealthCheckSchema = object({
  enabled: optional(boolean({ description: 'enabled is to be described.' })),
  checks: optional(described(MachineHealthCheckChecksSchema, 'checks is to be described.')),
  remediation: optional(described(MachineHealthCheckRemediationSchema, 'remediation is to be described.')),
}, { minProperties: 1 });

export interface ControlPlaneTopologyHealthCheck extends Static<typeof ControlPlaneTopologyHealthCheckSchema> {}

/** ControlPlaneTopology is to be described. */
export const ControlPlaneTopologySchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  rollout: optional(described(ControlPlaneTopologyRolloutSpecSchema, 'rollout is to be described.')),
  healthCheck: optional(described(ControlPlaneTopologyHealthCheckSchema, 'healthCheck is to be described.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
  readinessGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'readinessGates is to be described.' })),
  variables: optional(described(VariableOverridesSchema, 'variables is to be described.')),
}, { minProperties: 1 });

export interface ControlPlaneTopology extends Static<typeof ControlPlaneTopologySchema> {}

/** ClusterTopology is to be described. */
export const ClusterTopologySchema = object({
  classRef: described(ClusterClassRefSchema, 'classRef is to be described.'),
  version: string({ minLength: 1, maxLength: 256, description: 'version is to be described.' }),
  controlPlane: optional(described(ControlPlaneTopologySchema, 'controlPlane is to be described.')),
  workers: optional(described(WorkersTopologySchema, 'workers is to be described.')),
  variables: optional(listMap(['name'], ClusterVariableSchema, { minItems: 1, maxItems: 1000, description: 'variables is to be described.' })),
});

export interface ClusterTopology extends Static<typeof ClusterTopologySchema> {}
