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
  setup,
};
