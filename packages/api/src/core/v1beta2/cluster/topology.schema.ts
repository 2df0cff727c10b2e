import { dnsLabel, dnsSubdomain } from '../../../schema/limits.ts';
import { boolean, dateTime, described, int32, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionGateList } from '../shared/condition-gate.schema.ts';
import { MachineHealthCheckChecksSchema, MachineHealthCheckRemediationSchema } from '../shared/health-check.schema.ts';
import { MachineDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { machineTaintList } from '../shared/machine-taint.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { clusterVariableList, VariableOverridesSchema } from '../shared/variable-values.schema.ts';
import { WorkersTopologySchema } from './workers-topology.schema.ts';

/** Names the ClusterClass of a Cluster. */
export const ClusterClassRefSchema = object({
  name: string({ ...dnsSubdomain, description: 'name is the name of the ClusterClass.' }),
  namespace: optional(string({ ...dnsLabel, description: 'namespace is where the ClusterClass is; the namespace of the Cluster where it is absent.' })),
});

export interface ClusterClassRef extends Static<typeof ClusterClassRefSchema> {}

/** When control plane machines are replaced although nothing changed. */
export const ControlPlaneTopologyRolloutSpecSchema = object(
  {
    after: optional(dateTime({ description: 'after replaces every machine that was created before this time, once the time has come.' })),
  },
  { minProperties: 1 },
);

export interface ControlPlaneTopologyRolloutSpec extends Static<typeof ControlPlaneTopologyRolloutSpecSchema> {}

/** The MachineHealthCheck of the control plane, where it differs from the one of the class. */
export const ControlPlaneTopologyHealthCheckSchema = object(
  {
    enabled: optional(boolean({ description: 'enabled turns the health check on or off; where absent it is on if class or topology define one.' })),
    checks: optional(described(MachineHealthCheckChecksSchema, 'checks replaces the checks of the class.')),
    remediation: optional(described(MachineHealthCheckRemediationSchema, 'remediation replaces the remediation of the class.')),
  },
  { minProperties: 1 },
);

export interface ControlPlaneTopologyHealthCheck extends Static<typeof ControlPlaneTopologyHealthCheckSchema> {}

/** The control plane of a cluster with a topology. */
export const ControlPlaneTopologySchema = object(
  {
    metadata: optional(
      described(TemplateObjectMetaSchema, 'metadata adds labels and annotations to the control plane object and its machines; it wins over the class.'),
    ),
    replicas: optional(
      int32({ description: 'replicas is the number of control plane machines; leave it out for providers without machines or where something else scales.' }),
    ),
    rollout: optional(described(ControlPlaneTopologyRolloutSpecSchema, 'rollout asks for a rollout that no change of the spec causes.')),
    healthCheck: optional(described(ControlPlaneTopologyHealthCheckSchema, 'healthCheck changes or switches off the health check of the class.')),
    deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting control plane machines.')),
    taints: optional(machineTaintList('taints are kept on the Nodes of control plane machines; the list replaces the one of the class.')),
    readinessGates: optional(
      conditionGateList('readinessGates names further conditions that the machines must have before they are ready; it replaces those of the class.'),
    ),
    variables: optional(described(VariableOverridesSchema, 'variables replaces values of variables for patches of the control plane.')),
  },
  { minProperties: 1 },
);

export interface ControlPlaneTopology extends Static<typeof ControlPlaneTopologySchema> {}

/** A cluster described by a ClusterClass and what varies from cluster to cluster. */
export const ClusterTopologySchema = object({
  classRef: described(ClusterClassRefSchema, 'classRef names the ClusterClass that the cluster is built from.'),
  version: string({
    minLength: 1,
    maxLength: 256,
    description: 'version is the Kubernetes version of the cluster; changing it upgrades control plane and workers in order.',
  }),
  controlPlane: optional(described(ControlPlaneTopologySchema, 'controlPlane describes the control plane.')),
  workers: optional(described(WorkersTopologySchema, 'workers describes the groups of worker machines.')),
  variables: optional(clusterVariableList('variables gives values to the variables that the ClusterClass declares.')),
});

export interface ClusterTopology extends Static<typeof ClusterTopologySchema> {}
