/** Conditions of a ExtensionConfig: each type with the reasons it may give. */
export const extensionConfigConditions = {
  /** Discovered is true when the handlers of the extension were discovered. */
  Discovered: ['Discovered', 'NotDiscovered', 'DiscoveryFailed'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type ExtensionConfigConditions = typeof extensionConfigConditions;
