import { described, listMap, object, optional, type Static } from '../../../schema/schema.ts';
import { ClassNamingSpecSchema, ClassTemplateSchema } from './class-template.schema.ts';
import { ConditionGateSchema } from '../shared/condition-gate.schema.ts';
import { MachineHealthCheckChecksSchema, MachineHealthCheckRemediationSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineTaintSchema } from '../shared/machine-taint.schema.ts';
import { TemplateReferenceSchema } from '../shared/references.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';

/** ControlPlaneClassHealthCheck is to be described. */
export const ControlPlaneClassHealthCheckSchema = object({
  checks: optional(described(MachineHealthCheckChecksSchema, 'checks is to be described.')),
  remediation: optional(described(MachineHealthCheckRemediationSchema, 'remediation is to be described.')),
}, { minProperties: 1 });

export interface ControlPlaneClassHealthCheck extends Static<typeof ControlPlaneClassHealthCheckSchema> {}

/** ControlPlaneClass is to be described. */
export const ControlPlaneClassSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  templateRef: described(TemplateReferenceSchema, 'templateRef is to be described.'),
  machineInfrastructure: optional(described(ClassTemplateSchema, 'machineInfrastructure is to be described.')),
  healthCheck: optional(described(ControlPlaneClassHealthCheckSchema, 'healthCheck is to be described.')),
  naming: optional(described(ClassNamingSpecSchema, 'naming is to be described.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
  readinessGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'readinessGates is to be described.' })),
});

export interface ControlPlaneClass extends Static<typeof ControlPlaneClassSchema> {}
