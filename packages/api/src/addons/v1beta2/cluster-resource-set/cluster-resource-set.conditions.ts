/** Conditions of a ClusterResourceSet: each type with the reasons it may give. */
export const clusterResourceSetConditions = {
  /** ResourcesApplied is true when all resources were applied to all selected Clusters. */
  ResourcesApplied: ['Applied', 'NotApplied', 'WrongSecretType', 'InternalError'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type ClusterResourceSetConditions = typeof clusterResourceSetConditions;
