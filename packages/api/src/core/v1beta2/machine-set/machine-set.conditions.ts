/** Conditions of a MachineSet: each type with the reasons it may give. */
export const machineSetConditions = {
  /** ScalingUp is true while there are fewer Machines than replicas asked for. */
  ScalingUp: ['ScalingUp', 'NotScalingUp', 'InternalError', 'WaitingForReplicasSet'],
  /** ScalingDown is true while there are more Machines than replicas asked for. */
  ScalingDown: ['ScalingDown', 'NotScalingDown', 'InternalError', 'WaitingForReplicasSet'],
  /** MachinesReady sums up the Ready condition of the Machines. */
  MachinesReady: ['Ready', 'NotReady', 'ReadyUnknown', 'NoReplicas', 'InternalError'],
  /** MachinesUpToDate sums up the UpToDate condition of the Machines. */
  MachinesUpToDate: ['UpToDate', 'NotUpToDate', 'UpToDateUnknown', 'NoReplicas', 'InternalError'],
  /** Remediating is true while an unhealthy Machine is being replaced. */
  Remediating: ['Remediating', 'NotRemediating', 'InternalError'],
  /** Deleting is true from the deletion request until the MachineSet is gone. */
  Deleting: ['NotDeleting', 'Deleting', 'InternalError'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type MachineSetConditions = typeof machineSetConditions;
