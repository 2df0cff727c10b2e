import { described, object, optional, type Static } from '../../../schema/schema.ts';
import { conditionGateList } from '../shared/condition-gate.schema.ts';
import { MachineHealthCheckChecksSchema, MachineHealthCheckRemediationSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { machineTaintList } from '../shared/machine-taint.schema.ts';
import { TemplateReferenceSchema } from '../shared/references.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { ClassNamingSpecSchema, ClassTemplateSchema } from './class-template.schema.ts';

/** The MachineHealthCheck for control plane machines of the class. */
export const ControlPlaneClassHealthCheckSchema = object(
  {
    checks: optional(described(MachineHealthCheckChecksSchema, 'checks says what makes a machine unhealthy.')),
    remediation: optional(described(MachineHealthCheckRemediationSchema, 'remediation says how unhealthy machines are repaired.')),
  },
  { minProperties: 1 },
);

export interface ControlPlaneClassHealthCheck extends Static<typeof ControlPlaneClassHealthCheckSchema> {}

/** The control plane of all clusters of a class. */
export const ControlPlaneClassSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata adds labels and annotations to the control plane object and its machines.')),
  templateRef: described(TemplateReferenceSchema, 'templateRef names the template of the control plane object.'),
  machineInfrastructure: optional(
    described(ClassTemplateSchema, 'machineInfrastructure names the template of the machines, for control planes that have machines.'),
  ),
  healthCheck: optional(described(ControlPlaneClassHealthCheckSchema, 'healthCheck defines a MachineHealthCheck for the machines.')),
  naming: optional(described(ClassNamingSpecSchema, 'naming says how the control plane object is named.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting machines.')),
  taints: optional(machineTaintList('taints are kept on the Nodes of the machines.')),
  readinessGates: optional(conditionGateList('readinessGates names further conditions that the machines must have before they are ready.')),
});

export interface ControlPlaneClass extends Static<typeof ControlPlaneClassSchema> {}
