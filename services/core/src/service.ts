import type { ServiceDefinition } from '@clusterwright/controller-runtime/service/run-service';
import { flags } from './flags.ts';
import { setup } from './setup.ts';

export const service: ServiceDefinition<typeof flags> = {
  name: 'core',
  component: 'cluster-api-controller-manager',
  namespace: 'capi-system',
  namePrefix: 'capi-',
  leaseName: 'controller-leader-election-capi',
  flags,
  partialGates: {
    ClusterTopology: 'ClusterClasses are stored and Clusters with a topology are accepted, but nothing is made of them',
    RuntimeSDK: 'of the hooks only UpdateMachine and BeforeClusterDelete are called',
    InPlaceUpdates: 'updates that were started are carried out (with RuntimeSDK on as well), but rollouts start none',
  },
  setup,
};
