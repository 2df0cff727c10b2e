import { integerFlag } from '@clusterwright/controller-runtime/service/flags';

/** Flags of infra-docker besides the common ones (spec DEV-11). */
export const flags = {
  'devcluster-concurrency': integerFlag(50, 'DevClusters reconciled at the same time'),
  'devmachine-concurrency': integerFlag(50, 'DevMachines reconciled at the same time'),
  'devmachinetemplate-concurrency': integerFlag(50, 'DevMachineTemplates reconciled at the same time'),
  'devmachinepool-concurrency': integerFlag(100, 'DevMachinePools reconciled at the same time'),
  'dockercluster-concurrency': integerFlag(50, 'DockerClusters reconciled at the same time'),
  'dockermachine-concurrency': integerFlag(100, 'DockerMachines reconciled at the same time'),
  'dockermachinetemplate-concurrency': integerFlag(50, 'DockerMachineTemplates reconciled at the same time'),
  'dockermachinepool-concurrency': integerFlag(50, 'DockerMachinePools reconciled at the same time'),
};
