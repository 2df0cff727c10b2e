import { durationFlag, integerFlag, listFlag, stringFlag } from '@clusterwright/controller-runtime/service/flags';

/** Flags of core besides the common ones (spec 9.1). Those of controllers that come later are accepted already. */
export const flags = {
  'cluster-concurrency': integerFlag(50, 'Clusters reconciled at the same time'),
  'machine-concurrency': integerFlag(100, 'Machines reconciled at the same time'),
  'machineset-concurrency': integerFlag(50, 'MachineSets reconciled at the same time'),
  'machinedeployment-concurrency': integerFlag(50, 'MachineDeployments reconciled at the same time'),
  'machinepool-concurrency': integerFlag(50, 'MachinePools reconciled at the same time'),
  'machinehealthcheck-concurrency': integerFlag(50, 'MachineHealthChecks reconciled at the same time'),
  'clustertopology-concurrency': integerFlag(50, 'Clusters with a topology reconciled at the same time'),
  'clusterclass-concurrency': integerFlag(10, 'ClusterClasses reconciled at the same time'),
  'clusterresourceset-concurrency': integerFlag(10, 'ClusterResourceSets reconciled at the same time'),
  'extensionconfig-concurrency': integerFlag(10, 'ExtensionConfigs reconciled at the same time'),
  'machineset-preflight-checks': listFlag(['All'], 'Checks before a MachineSet creates Machines: All, ControlPlaneIsStable, KubernetesVersionSkew, KubeadmVersionSkew, ControlPlaneVersionSkew'),
  'remote-connection-grace-period': durationFlag(50_000, 'How long probes of a workload cluster may fail before RemoteConnectionProbe says so; less than --remote-conditions-grace-period'),
  'remote-conditions-grace-period': durationFlag(5 * 60_000, 'How long conditions read from a workload cluster stay as they are after the connection is lost; at least 2m'),
  'additional-sync-machine-labels': listFlag([], 'Regular expressions of further labels that are copied from Machines to Nodes'),
  'additional-sync-machine-annotations': listFlag([], 'Regular expressions of further annotations that are copied from Machines to Nodes'),
  'runtime-extension-client-cert-file': stringFlag('', 'Client certificate for runtime extensions'),
  'runtime-extension-client-key-file': stringFlag('', 'Client key for runtime extensions'),
};
