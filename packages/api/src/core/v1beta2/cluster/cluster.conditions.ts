/** Conditions of a Cluster: each type with the reasons it may give. */
export const clusterConditions = {
  /** Available is true when infrastructure, control plane, workers, connection and topology are all well and nothing is deleting. */
  Available: ['Available', 'NotAvailable', 'AvailableUnknown', 'InternalError'],
  /** TopologyReconciled is true when the objects of a managed topology match what Cluster and ClusterClass ask for. */
  TopologyReconciled: [
    'ReconcileSucceeded',
    'ReconcileFailed',
    'ClusterCreating',
    'ControlPlaneUpgradePending',
    'MachineDeploymentsCreatePending',
    'MachineDeploymentsUpgradePending',
    'MachineDeploymentsUpgradeDeferred',
    'MachinePoolsUpgradePending',
    'MachinePoolsCreatePending',
    'MachinePoolsUpgradeDeferred',
    'LifecycleHookBlocking',
    'ClusterUpgrading',
    'ClusterClassNotReconciled',
    'Deleting',
    'Paused',
  ],
  /** InfrastructureReady mirrors the Ready condition of the InfraCluster. */
  InfrastructureReady: ['Ready', 'NotReady', 'InvalidConditionReported', 'InternalError', 'ObjectDoesNotExist', 'ObjectDeleted'],
  /** ControlPlaneInitialized turns true once, when the control plane can be used for the first time. */
  ControlPlaneInitialized: ['Initialized', 'NotInitialized', 'InternalError', 'ObjectDoesNotExist'],
  /** ControlPlaneAvailable mirrors the Available condition of the control plane object. */
  ControlPlaneAvailable: ['Available', 'NotAvailable', 'InvalidConditionReported', 'InternalError', 'ObjectDoesNotExist', 'ObjectDeleted'],
  /** WorkersAvailable is true when every MachineDeployment and MachinePool is available. */
  WorkersAvailable: ['Available', 'NotAvailable', 'AvailableUnknown', 'NoWorkers', 'InternalError'],
  /** ControlPlaneMachinesReady sums up the Ready condition of control plane Machines. */
  ControlPlaneMachinesReady: ['Ready', 'NotReady', 'ReadyUnknown', 'NoReplicas', 'InternalError'],
  /** WorkerMachinesReady sums up the Ready condition of worker Machines. */
  WorkerMachinesReady: ['Ready', 'NotReady', 'ReadyUnknown', 'NoReplicas', 'InternalError'],
  /** ControlPlaneMachinesUpToDate sums up the UpToDate condition of control plane Machines. */
  ControlPlaneMachinesUpToDate: ['UpToDate', 'NotUpToDate', 'UpToDateUnknown', 'NoReplicas', 'InternalError'],
  /** WorkerMachinesUpToDate sums up the UpToDate condition of worker Machines. */
  WorkerMachinesUpToDate: ['UpToDate', 'NotUpToDate', 'UpToDateUnknown', 'NoReplicas', 'InternalError'],
  /** RemoteConnectionProbe is true while the workload cluster answers the connection probe. */
  RemoteConnectionProbe: ['ProbeFailed', 'ProbeSucceeded'],
  /** RollingOut is true while control plane or workers replace machines by newer ones. */
  RollingOut: ['RollingOut', 'NotRollingOut', 'RollingOutUnknown', 'InternalError'],
  /** ScalingUp is true while there are fewer machines than asked for. */
  ScalingUp: ['ScalingUp', 'NotScalingUp', 'ScalingUpUnknown', 'InternalError'],
  /** ScalingDown is true while there are more machines than asked for. */
  ScalingDown: ['ScalingDown', 'NotScalingDown', 'ScalingDownUnknown', 'InternalError'],
  /** Remediating is true while an unhealthy machine is being repaired. */
  Remediating: ['Remediating', 'NotRemediating', 'InternalError'],
  /** Deleting is true from the deletion request until the Cluster is gone; its reason names what it waits for. */
  Deleting: [
    'NotDeleting',
    'WaitingForBeforeDeleteHook',
    'WaitingForWorkersDeletion',
    'WaitingForControlPlaneDeletion',
    'WaitingForInfrastructureDeletion',
    'DeletionCompleted',
    'InternalError',
  ],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type ClusterConditions = typeof clusterConditions;
