import { boolean, described, enumeration, int32, listAtomic, object, optional, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { deprecated, V1Beta1FailureStatusSchema } from '../shared/deprecated-status.schema.ts';
import { failureDomainList } from '../shared/failure-domain.schema.ts';
import { StatusUpgradePlanVersionSchema, StatusVersionSchema } from '../shared/machine-counts.schema.ts';

/** Milestones of creating a cluster; each is reached once and stays. */
export const ClusterInitializationStatusSchema = object(
  {
    infrastructureProvisioned: optional(
      boolean({ description: 'infrastructureProvisioned is true once the InfraCluster has reported that it is provisioned.' }),
    ),
    controlPlaneInitialized: optional(boolean({ description: 'controlPlaneInitialized is true once the control plane has answered for the first time.' })),
  },
  { minProperties: 1 },
);

export interface ClusterInitializationStatus extends Static<typeof ClusterInitializationStatusSchema> {}

/** Machines of a part of the cluster, counted by state. */
export const ReplicaCountsSchema = object({
  desiredReplicas: optional(int32({ description: 'desiredReplicas is the number of machines that are asked for.' })),
  replicas: optional(int32({ description: 'replicas is the number of Machines that exist, in whatever state.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is the number of Machines whose UpToDate condition is true.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Ready condition is true.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Available condition is true.' })),
  versions: optional(listAtomic(StatusVersionSchema, { minItems: 1, maxItems: 32, description: 'versions counts the Machines per Kubernetes version.' })),
  upgradePlan: optional(
    listAtomic(StatusUpgradePlanVersionSchema, {
      minItems: 1,
      maxItems: 32,
      description: 'upgradePlan lists the versions that are still to come, in order, while an upgrade is under way.',
    }),
  ),
});

export interface ReplicaCounts extends Static<typeof ReplicaCountsSchema> {}

/** What was observed of a cluster. */
export const ClusterStatusSchema = object(
  {
    conditions: optional(
      conditionList(
        'conditions report the state of the object: Available, TopologyReconciled, InfrastructureReady, ControlPlaneInitialized, ControlPlaneAvailable, WorkersAvailable, ControlPlaneMachinesReady, WorkerMachinesReady, ControlPlaneMachinesUpToDate, WorkerMachinesUpToDate, RemoteConnectionProbe, RollingOut, ScalingUp, ScalingDown, Remediating, Deleting and Paused.',
      ),
    ),
    initialization: optional(described(ClusterInitializationStatusSchema, 'initialization holds the milestones of creating the cluster.')),
    controlPlane: optional(described(ReplicaCountsSchema, 'controlPlane counts the control plane machines.')),
    workers: optional(described(ReplicaCountsSchema, 'workers counts the worker machines.')),
    failureDomains: optional(failureDomainList('failureDomains lists the failure domains that the InfraCluster offers.')),
    phase: optional(
      enumeration(['Pending', 'Provisioning', 'Provisioned', 'Deleting', 'Failed', 'Unknown'], {
        description: 'phase is the state of the cluster in one word, for people; programs read conditions.',
      }),
    ),
    observedGeneration: optional(observedGeneration()),
    deprecated: optional(deprecated(V1Beta1FailureStatusSchema)),
  },
  { minProperties: 1 },
);

export interface ClusterStatus extends Static<typeof ClusterStatusSchema> {}
