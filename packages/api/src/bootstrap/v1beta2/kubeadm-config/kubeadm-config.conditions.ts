/** Conditions of a KubeadmConfig: each type with the reasons it may give. */
export const kubeadmConfigConditions = {
  /** Ready is true when the bootstrap data can be used. */
  Ready: ['Ready', 'NotReady', 'ReadyUnknown'],
  /** CertificatesAvailable is true when the cluster certificates that bootstrap data need exist. */
  CertificatesAvailable: ['Available', 'InternalError'],
  /** DataSecretAvailable is true when the Secret with the bootstrap data was written. */
  DataSecretAvailable: ['Available', 'NotAvailable'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type KubeadmConfigConditions = typeof kubeadmConfigConditions;
