/** Conditions of a ClusterClass: each type with the reasons it may give. */
export const clusterClassConditions = {
  /** VariablesReady is true when inline and discovered variables were merged without conflict. */
  VariablesReady: ['VariablesReady', 'VariableDiscoveryFailed'],
  /** RefVersionsUpToDate is true when all template references use the newest version of the contract. */
  RefVersionsUpToDate: ['RefVersionsUpToDate', 'RefVersionsNotUpToDate', 'InternalError'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type ClusterClassConditions = typeof clusterClassConditions;
