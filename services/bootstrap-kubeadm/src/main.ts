import { runService } from '@clusterwright/controller-runtime/service/run-service';
import { bootstrapFlags } from './config.ts';
import { setup } from './setup.ts';

await runService({
  name: 'bootstrap-kubeadm',
  component: 'cluster-api-kubeadm-bootstrap-manager',
  namespace: 'capi-kubeadm-bootstrap-system',
  namePrefix: 'capi-kubeadm-bootstrap-',
  leaseName: 'kubeadm-bootstrap-manager-leader-election-capi',
  flags: bootstrapFlags,
  setup,
});
