import { runService } from '@clusterwright/controller-runtime/service/run-service';
import { controlPlaneFlagDefaults, controlPlaneFlags } from './config.ts';
import { setup } from './setup.ts';

await runService({
  name: 'controlplane-kubeadm',
  component: 'cluster-api-kubeadm-control-plane-manager',
  namespace: 'capi-kubeadm-control-plane-system',
  namePrefix: 'capi-kubeadm-control-plane-',
  leaseName: 'kubeadm-control-plane-manager-leader-election-capi',
  flags: controlPlaneFlags,
  flagDefaults: controlPlaneFlagDefaults,
  setup,
});
