/** Conditions of a Machine: each type with the reasons it may give. */
export const machineConditions = {
  /** Available is true once the Machine was ready for minReadySeconds. */
  Available: ['WaitingForMinReadySeconds', 'NotReady', 'Available', 'InternalError'],
  /** Ready is true when bootstrap, infrastructure, node, health check and readiness gates are all well. */
  Ready: ['Ready', 'NotReady', 'ReadyUnknown', 'InternalError'],
  /** UpToDate is true when the Machine matches the spec of its owner. */
  UpToDate: ['UpToDate', 'NotUpToDate', 'Updating'],
  /** Updating is true while the Machine is changed in place. */
  Updating: ['NotUpdating', 'InPlaceUpdating', 'InPlaceUpdateFailed'],
  /** BootstrapConfigReady mirrors the Ready condition of the BootstrapConfig. */
  BootstrapConfigReady: ['DataSecretProvided', 'Ready', 'NotReady', 'InvalidConditionReported', 'InternalError', 'ObjectDoesNotExist', 'ObjectDeleted'],
  /** InfrastructureReady mirrors the Ready condition of the InfraMachine. */
  InfrastructureReady: ['Ready', 'NotReady', 'InvalidConditionReported', 'InternalError', 'ObjectDoesNotExist', 'ObjectDeleted'],
  /** NodeHealthy sums up the Node's readiness and pressure conditions. */
  NodeHealthy: [
    'NodeReady',
    'NodeNotReady',
    'NodeReadyUnknown',
    'NodeHealthy',
    'NodeNotHealthy',
    'NodeHealthyUnknown',
    'InternalError',
    'NodeDoesNotExist',
    'NodeDeleted',
    'InspectionFailed',
    'ConnectionDown',
  ],
  /** NodeReady mirrors the Node's Ready condition. */
  NodeReady: [
    'NodeReady',
    'NodeNotReady',
    'NodeReadyUnknown',
    'NodeHealthy',
    'NodeNotHealthy',
    'NodeHealthyUnknown',
    'InternalError',
    'NodeDoesNotExist',
    'NodeDeleted',
    'InspectionFailed',
    'ConnectionDown',
  ],
  /** HealthCheckSucceeded is the verdict of the MachineHealthChecks that select the Machine. */
  HealthCheckSucceeded: ['HealthCheckSucceeded', 'UnhealthyNode', 'UnhealthyMachine', 'NodeStartupTimeout', 'NodeDeleted', 'HasRemediateAnnotation'],
  /** OwnerRemediated is false while the owner must replace the unhealthy Machine, and tells how far it is. */
  OwnerRemediated: ['WaitingForRemediation', 'CannotBeRemediated', 'RemediationDeferred', 'MachineDeleting', 'InternalError'],
  /** ExternallyRemediated is false while an external remediation of the Machine is asked for. */
  ExternallyRemediated: ['WaitingForRemediation', 'RemediationTemplateNotFound', 'RemediationRequestCreationFailed'],
  /** Deleting is true from the deletion request until the Machine is gone; its reason names the step. */
  Deleting: [
    'NotDeleting',
    'Deleting',
    'InternalError',
    'WaitingForPreDrainHook',
    'DrainingNode',
    'WaitingForVolumeDetach',
    'WaitingForPreTerminateHook',
    'WaitingForInfrastructureDeletion',
    'WaitingForBootstrapDeletion',
    'DeletingNode',
    'DeletionCompleted',
  ],
  /** Paused is true while nothing reconciles the object because it or its Cluster is paused. */
  Paused: ['NotPaused', 'Paused'],
} as const;

export type MachineConditions = typeof machineConditions;
