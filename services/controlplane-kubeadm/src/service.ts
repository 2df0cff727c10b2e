import type { ServiceDefinition } from '@clusterwright/controller-runtime/service/run-service';
import { controlPlaneFlagDefaults, controlPlaneFlags } from './config.ts';
import { setup } from './setup.ts';

export const service: ServiceDefinition<typeof controlPlaneFlags> = {
  name: 'controlplane-kubeadm',
  component: 'cluster-api-kubeadm-control-plane-manager',
  namespace: 'capi-kubeadm-control-plane-system',
  namePrefix: 'capi-kubeadm-control-plane-',
  leaseName: 'kubeadm-control-plane-manager-leader-election-capi',
  flags: controlPlaneFlags,
  flagDefaults: controlPlaneFlagDefaults,
  partialGates: { InPlaceUpdates: 'machines of a control plane are replaced, never updated in place' },
  setup,
};
