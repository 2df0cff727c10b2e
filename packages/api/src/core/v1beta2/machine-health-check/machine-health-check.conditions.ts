/** Conditions of a MachineHealthCheck: each type with the reasons it may give. */
export const machineHealthCheckConditions = {
  /** RemediationAllowed is false while too many Machines are unhealthy for remediation to be safe. */
  RemediationAllowed: ['TooManyUnhealthy', 'RemediationAllowed'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type MachineHealthCheckConditions = typeof machineHealthCheckConditions;
