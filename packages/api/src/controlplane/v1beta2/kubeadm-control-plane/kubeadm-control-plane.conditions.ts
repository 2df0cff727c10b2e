/** Conditions of a KubeadmControlPlane: each type with the reasons it may give. */
export const kubeadmControlPlaneConditions = {
  /** Available is true when the control plane can serve: certificates, etcd quorum and enough healthy Machines. */
  Available: ['InspectionFailed', 'Available', 'NotAvailable'],
  /** Initialized turns true once, when the first control plane Machine was initialised. */
  Initialized: ['Initialized', 'NotInitialized'],
  /** CertificatesAvailable is true when all cluster certificates exist. */
  CertificatesAvailable: ['InternalError', 'Available', 'NotAvailable'],
  /** EtcdClusterHealthy sums up the health of the etcd members on the control plane's Machines. */
  EtcdClusterHealthy: ['InspectionFailed', 'ConnectionDown', 'Healthy', 'NotHealthy', 'HealthUnknown'],
  /** ControlPlaneComponentsHealthy sums up the health of the static Pods on the control plane's Machines. */
  ControlPlaneComponentsHealthy: ['InspectionFailed', 'ConnectionDown', 'Healthy', 'NotHealthy', 'HealthUnknown'],
  /** MachinesReady sums up the Ready condition of the Machines. */
  MachinesReady: ['Ready', 'NotReady', 'ReadyUnknown', 'NoReplicas', 'InternalError'],
  /** MachinesUpToDate sums up the UpToDate condition of the Machines. */
  MachinesUpToDate: ['UpToDate', 'NotUpToDate', 'UpToDateUnknown', 'NoReplicas', 'InternalError'],
  /** RollingOut is true while Machines exist that are not up to date. */
  RollingOut: ['RollingOut', 'NotRollingOut'],
  /** ScalingUp is true while there are fewer Machines than replicas asked for. */
  ScalingUp: ['ScalingUp', 'NotScalingUp', 'WaitingForReplicasSet'],
  /** ScalingDown is true while there are more Machines than replicas asked for. */
  ScalingDown: ['ScalingDown', 'NotScalingDown', 'WaitingForReplicasSet'],
  /** Remediating is true while an unhealthy Machine is being replaced. */
  Remediating: ['Remediating', 'NotRemediating', 'InternalError'],
  /** Deleting is true from the deletion request until the control plane is gone; its reason names what it waits for. */
  Deleting: ['NotDeleting', 'WaitingForWorkersDeletion', 'WaitingForMachineDeletion', 'DeletionCompleted', 'InternalError'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type KubeadmControlPlaneConditions = typeof kubeadmControlPlaneConditions;
