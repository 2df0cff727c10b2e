import type { ServiceDefinition } from '@clusterwright/controller-runtime/service/run-service';
import { flags } from './flags.ts';
import { setup } from './setup.ts';

export const service: ServiceDefinition<typeof flags> = {
  name: 'infra-docker',
  component: 'capd-controller-manager',
  namespace: 'capd-system',
  namePrefix: 'capd-',
  leaseName: 'controller-leader-election-capd',
  flags,
  setup,
};
