/** Conditions of a DevCluster: each type with the reasons it may give. */
export const devClusterConditions = {
  /** Ready is true when the infrastructure of the cluster can be used. */
  Ready: ['Ready', 'NotReady', 'ReadyUnknown'],
  /** LoadBalancerAvailable is true when the load balancer of the API server runs. */
  LoadBalancerAvailable: ['NotAvailable', 'Available', 'EngineUnreachable', 'Deleting'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type DevClusterConditions = typeof devClusterConditions;
