import { integerFlag } from '@clusterwright/controller-runtime/service/flags';

/** Flags of infra-docker besides the common ones (spec DEV-11). */
export const flags = {
  'devcluster-concurrency': integerFlag(50, 'DevClusters reconciled at the same time'),
  'devmachine-concurrency': integerFlag(50, 'DevMachines reconciled at the same time'),
  'devmachinetemplate-concurrency': integerFlag(50, 'DevMachineTemplates reconciled at the same time'),
  'devmachinepool-concurrency': integerFlag(100, 'DevMachinePools reconciled at the same time'),
};
