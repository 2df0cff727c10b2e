import { described, int32, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionGateList } from '../shared/condition-gate.schema.ts';
import { MachineDeploymentHealthCheckRemediationSchema, MachineHealthCheckChecksSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema, MachineDeploymentMachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { machineTaintList } from '../shared/machine-taint.schema.ts';
import { MachineDeploymentRolloutStrategySchema } from '../shared/rollout.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { ClassNamingSpecSchema, ClassTemplateSchema } from './class-template.schema.ts';

/** The MachineHealthCheck for MachineDeployments of the class. */
export const MachineDeploymentClassHealthCheckSchema = object(
  {
    checks: optional(described(MachineHealthCheckChecksSchema, 'checks says what makes a machine unhealthy.')),
    remediation: optional(described(MachineDeploymentHealthCheckRemediationSchema, 'remediation says how unhealthy machines are repaired.')),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentClassHealthCheck extends Static<typeof MachineDeploymentClassHealthCheckSchema> {}

/** How machines of the class are replaced. */
export const MachineDeploymentClassRolloutSpecSchema = object(
  {
    strategy: optional(described(MachineDeploymentRolloutStrategySchema, 'strategy says in which order machines are created and deleted.')),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentClassRolloutSpec extends Static<typeof MachineDeploymentClassRolloutSpecSchema> {}

/** A kind of MachineDeployment that clusters of the class may have. */
export const MachineDeploymentClassSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata adds labels and annotations to the MachineDeployment and its machines.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class is the name by which topologies choose it.' }),
  bootstrap: described(ClassTemplateSchema, 'bootstrap names the template of the BootstrapConfigs.'),
  infrastructure: described(ClassTemplateSchema, 'infrastructure names the template of the InfraMachines.'),
  healthCheck: optional(described(MachineDeploymentClassHealthCheckSchema, 'healthCheck defines a MachineHealthCheck for the machines.')),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is where the machines go.' })),
  naming: optional(described(ClassNamingSpecSchema, 'naming says how the MachineDeployment is named.')),
  deletion: optional(described(MachineDeploymentMachineDeletionSpecSchema, 'deletion sets order and time limits for deleting machines.')),
  taints: optional(machineTaintList('taints are kept on the Nodes of the machines.')),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is how long a machine must be ready before it is available.' })),
  readinessGates: optional(conditionGateList('readinessGates names further conditions that the machines must have before they are ready.')),
  rollout: optional(described(MachineDeploymentClassRolloutSpecSchema, 'rollout says how machines are replaced.')),
});

export interface MachineDeploymentClass extends Static<typeof MachineDeploymentClassSchema> {}

/** A kind of MachinePool that clusters of the class may have. */
export const MachinePoolClassSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata adds labels and annotations to the MachinePool.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class is the name by which topologies choose it.' }),
  bootstrap: described(ClassTemplateSchema, 'bootstrap names the template of the BootstrapConfig.'),
  infrastructure: described(ClassTemplateSchema, 'infrastructure names the template of the InfraMachinePool.'),
  failureDomains: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'failureDomains is where the instances go.' })),
  naming: optional(described(ClassNamingSpecSchema, 'naming says how the MachinePool is named.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting machines.')),
  taints: optional(machineTaintList('taints are kept on the Nodes of the instances.')),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is how long an instance must be ready before it is available.' })),
});

export interface MachinePoolClass extends Static<typeof MachinePoolClassSchema> {}

/** The kinds of worker groups of a class. */
export const WorkersClassSchema = object(
  {
    machineDeployments: optional(
      listMap(['class'], MachineDeploymentClassSchema, { minItems: 1, maxItems: 100, description: 'machineDeployments lists the MachineDeployment classes.' }),
    ),
    machinePools: optional(
      listMap(['class'], MachinePoolClassSchema, { minItems: 1, maxItems: 100, description: 'machinePools lists the MachinePool classes.' }),
    ),
  },
  { minProperties: 1 },
);

export interface WorkersClass extends Static<typeof WorkersClassSchema> {}
