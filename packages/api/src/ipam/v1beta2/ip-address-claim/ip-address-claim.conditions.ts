/** Conditions of a IPAddressClaim: each type with the reasons it may give. */
export const ipAddressClaimConditions = {
  /** Ready is true when an address was allocated for the claim. */
  Ready: ['AllocationFailed', 'PoolNotReady', 'PoolExhausted'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type IPAddressClaimConditions = typeof ipAddressClaimConditions;
