/** Conditions of a DevMachine: each type with the reasons it may give. */
export const devMachineConditions = {
  /** Ready is true when the machine is up and its bootstrap has run. */
  Ready: ['Ready', 'NotReady', 'ReadyUnknown'],
  /** ContainerProvisioned is true when the container of the machine runs (docker backend). */
  ContainerProvisioned: [
    'WaitingForClusterInfrastructureReady',
    'WaitingForControlPlaneInitialized',
    'WaitingForBootstrapData',
    'Provisioned',
    'NotProvisioned',
    'EngineUnreachable',
    'Deleting',
  ],
  /** CGroupsReady is true when the control groups inside the container are set up (docker backend). */
  CGroupsReady: ['WaitingForContainer', 'Ready', 'NotReady', 'InternalError'],
  /** PreLoadedImagesReady is true when the images asked for are loaded into the container (docker backend). */
  PreLoadedImagesReady: ['WaitingForContainer', 'WaitingForCGroups', 'Ready', 'NotReady', 'InternalError'],
  /** BootstrapCompleted is true when the bootstrap script ran to its end (docker backend). */
  BootstrapCompleted: ['WaitingForContainer', 'WaitingForCGroups', 'WaitingForPreloadedImages', 'Completed', 'NotCompleted', 'Failed', 'InternalError'],
  /** VMProvisioned is true when the simulated VM has started (in-memory backend). */
  VMProvisioned: [
    'WaitingForClusterInfrastructureReady',
    'WaitingForControlPlaneInitialized',
    'WaitingForBootstrapData',
    'WaitingForStartupTimeout',
    'Provisioned',
    'InternalError',
  ],
  /** NodeProvisioned is true when the simulated node has registered (in-memory backend). */
  NodeProvisioned: ['WaitingForVMProvisioned', 'WaitingForStartupTimeout', 'Provisioned', 'InternalError'],
  /** EtcdProvisioned is true when the simulated etcd member has started (in-memory backend). */
  EtcdProvisioned: ['WaitingForVMProvisioned', 'WaitingForNodeProvisioned', 'WaitingForStartupTimeout', 'Provisioned', 'InternalError'],
  /** APIServerProvisioned is true when the simulated API server has started (in-memory backend). */
  APIServerProvisioned: ['WaitingForVMProvisioned', 'WaitingForNodeProvisioned', 'WaitingForStartupTimeout', 'Provisioned', 'InternalError'],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type DevMachineConditions = typeof devMachineConditions;
