import type { ServiceDefinition } from '@clusterwright/controller-runtime/service/run-service';
import { bootstrapFlags } from './config.ts';
import { setup } from './setup.ts';

export const service: ServiceDefinition<typeof bootstrapFlags> = {
  name: 'bootstrap-kubeadm',
  component: 'cluster-api-kubeadm-bootstrap-manager',
  namespace: 'capi-kubeadm-bootstrap-system',
  namePrefix: 'capi-kubeadm-bootstrap-',
  leaseName: 'kubeadm-bootstrap-manager-leader-election-capi',
  flags: bootstrapFlags,
  setup,
};
