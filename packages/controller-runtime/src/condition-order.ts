/** The order in which conditions are listed, as upstream writes them (spec COND-06): well-known types by rank, others between, Paused and Deleting last. */
const first = [
  'Available', 'Ready', 'UpToDate', 'RemoteConnectionProbe', 'BootstrapConfigReady', 'InfrastructureReady', 'ControlPlaneInitialized', 'ControlPlaneAvailable',
  'WorkersAvailable', 'CertificatesAvailable', 'Initialized', 'EtcdClusterHealthy', 'ControlPlaneComponentsHealthy', 'NodeHealthy', 'NodeReady',
  'NodeKubeadmLabelsAndTaintsSet', 'EtcdPodHealthy', 'EtcdMemberHealthy', 'APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy',
  'HealthCheckSucceeded', 'OwnerRemediated', 'TopologyReconciled', 'Updating', 'RollingOut', 'Remediating', 'ScalingDown', 'ScalingUp', 'MachinesReady',
  'ControlPlaneMachinesReady', 'WorkerMachinesReady', 'MachinesUpToDate', 'ControlPlaneMachinesUpToDate', 'WorkerMachinesUpToDate',
];
const last = ['Paused', 'Deleting'];
const ranks = new Map([...first.map((type, rank): [string, number] => [type, rank]), ...last.map((type, rank): [string, number] => [type, first.length + 1 + rank])]);

/** Rank of a condition type; equal ranks are ordered by name. */
export function conditionRank(type: string): number {
  return ranks.get(type) ?? first.length;
}
