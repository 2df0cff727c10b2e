import { shortDnsSubdomain } from '../../../schema/limits.ts';
import { boolean, described, int32, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionGateList } from '../shared/condition-gate.schema.ts';
import { MachineDeploymentHealthCheckRemediationSchema, MachineHealthCheckChecksSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema, MachineDeploymentMachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { machineTaintList } from '../shared/machine-taint.schema.ts';
import { MachineDeploymentRolloutSpecSchema } from '../shared/rollout.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { VariableOverridesSchema } from '../shared/variable-values.schema.ts';

/** The MachineHealthCheck of a MachineDeployment, where it differs from the one of the class. */
export const MachineDeploymentTopologyHealthCheckSchema = object(
  {
    enabled: optional(boolean({ description: 'enabled turns the health check on or off; where absent it is on if class or topology define one.' })),
    checks: optional(described(MachineHealthCheckChecksSchema, 'checks replaces the checks of the class.')),
    remediation: optional(described(MachineDeploymentHealthCheckRemediationSchema, 'remediation replaces the remediation of the class.')),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentTopologyHealthCheck extends Static<typeof MachineDeploymentTopologyHealthCheckSchema> {}

/** A MachineDeployment of a cluster with a topology. */
export const MachineDeploymentTopologySchema = object({
  metadata: optional(
    described(TemplateObjectMetaSchema, 'metadata adds labels and annotations to the MachineDeployment and its machines; it wins over the class.'),
  ),
  class: string({ minLength: 1, maxLength: 256, description: 'class names the MachineDeployment class in the ClusterClass.' }),
  name: string({ ...shortDnsSubdomain, description: 'name identifies the MachineDeployment inside the topology; the name of the object is made from it.' }),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is where the machines go; it replaces the one of the class.' })),
  replicas: optional(int32({ description: 'replicas is the number of machines; leave it out where an autoscaler decides.' })),
  healthCheck: optional(described(MachineDeploymentTopologyHealthCheckSchema, 'healthCheck changes or switches off the health check of the class.')),
  deletion: optional(
    described(MachineDeploymentMachineDeletionSpecSchema, 'deletion sets order and time limits for deleting machines; it replaces the one of the class.'),
  ),
  taints: optional(machineTaintList('taints are kept on the Nodes of the machines; the list replaces the one of the class.')),
  minReadySeconds: optional(
    int32({ minimum: 0, description: 'minReadySeconds is how long a machine must be ready before it is available; it replaces the value of the class.' }),
  ),
  readinessGates: optional(
    conditionGateList('readinessGates names further conditions that the machines must have before they are ready; it replaces those of the class.'),
  ),
  rollout: optional(described(MachineDeploymentRolloutSpecSchema, 'rollout says how machines are replaced; it replaces the one of the class.')),
  variables: optional(described(VariableOverridesSchema, 'variables replaces values of variables for patches of this MachineDeployment.')),
});

export interface MachineDeploymentTopology extends Static<typeof MachineDeploymentTopologySchema> {}

/** A MachinePool of a cluster with a topology. */
export const MachinePoolTopologySchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata adds labels and annotations to the MachinePool; it wins over the class.')),
  class: string({ minLength: 1, maxLength: 256, description: 'class names the MachinePool class in the ClusterClass.' }),
  name: string({ ...shortDnsSubdomain, description: 'name identifies the MachinePool inside the topology; the name of the object is made from it.' }),
  failureDomains: optional(
    listAtomic(string({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 100,
      description: 'failureDomains is where the instances go; it replaces those of the class.',
    }),
  ),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting machines; it replaces the one of the class.')),
  taints: optional(machineTaintList('taints are kept on the Nodes of the instances; the list replaces the one of the class.')),
  minReadySeconds: optional(
    int32({ minimum: 0, description: 'minReadySeconds is how long an instance must be ready before it is available; it replaces the value of the class.' }),
  ),
  replicas: optional(int32({ description: 'replicas is the number of instances; leave it out where an autoscaler decides.' })),
  variables: optional(described(VariableOverridesSchema, 'variables replaces values of variables for patches of this MachinePool.')),
});

export interface MachinePoolTopology extends Static<typeof MachinePoolTopologySchema> {}

/** The groups of worker machines of a cluster with a topology. */
export const WorkersTopologySchema = object(
  {
    machineDeployments: optional(
      listMap(['name'], MachineDeploymentTopologySchema, { minItems: 1, maxItems: 2000, description: 'machineDeployments lists the MachineDeployments.' }),
    ),
    machinePools: optional(listMap(['name'], MachinePoolTopologySchema, { minItems: 1, maxItems: 2000, description: 'machinePools lists the MachinePools.' })),
  },
  { minProperties: 1 },
);

export interface WorkersTopology extends Static<typeof WorkersTopologySchema> {}
