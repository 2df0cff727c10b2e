/** Conditions of a DevMachinePool: each type with the reasons it may give. */
export const devMachinePoolConditions = {
  /** Ready is true when all instances of the pool are up. */
  Ready: ['Ready', 'NotReady', 'ReadyUnknown'],
  /** ReplicasReady is true when as many instances are ready as asked for. */
  ReplicasReady: ['Ready', 'NotReady'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type DevMachinePoolConditions = typeof devMachinePoolConditions;
