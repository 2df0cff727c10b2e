/** Conditions of a MachinePool: each type with the reasons it may give. */
export const machinePoolConditions = {
  /** Available is true when enough instances of the pool are available. */
  Available: ['Available', 'NotAvailable', 'AvailableUnknown', 'InternalError'],
  /** BootstrapConfigReady mirrors the Ready condition of the BootstrapConfig. */
  BootstrapConfigReady: ['DataSecretProvided', 'Ready', 'NotReady', 'InvalidConditionReported', 'InternalError', 'ObjectDoesNotExist', 'ObjectDeleted'],
  /** InfrastructureReady mirrors the Ready condition of the InfraMachinePool. */
  InfrastructureReady: ['Ready', 'NotReady', 'InvalidConditionReported', 'InternalError', 'ObjectDoesNotExist', 'ObjectDeleted'],
  /** MachinesReady sums up the Ready condition of the Machines of the pool. */
  MachinesReady: ['Ready', 'NotReady', 'ReadyUnknown', 'NoReplicas', 'InternalError'],
  /** MachinesUpToDate sums up the UpToDate condition of the Machines of the pool. */
  MachinesUpToDate: ['UpToDate', 'NotUpToDate', 'UpToDateUnknown', 'NoReplicas', 'InternalError'],
  /** RollingOut is true while instances exist that are not up to date. */
  RollingOut: ['RollingOut', 'NotRollingOut', 'InternalError'],
  /** ScalingUp is true while there are fewer instances than replicas asked for. */
  ScalingUp: ['ScalingUp', 'NotScalingUp', 'InternalError', 'WaitingForReplicasSet'],
  /** ScalingDown is true while there are more instances than replicas asked for. */
  ScalingDown: ['ScalingDown', 'NotScalingDown', 'InternalError', 'WaitingForReplicasSet'],
  /** Remediating is true while an unhealthy Machine of the pool is being replaced. */
  Remediating: ['Remediating', 'NotRemediating', 'InternalError'],
  /** Deleting is true from the deletion request until the MachinePool is gone. */
  Deleting: ['NotDeleting', 'Deleting', 'InternalError'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type MachinePoolConditions = typeof machinePoolConditions;
