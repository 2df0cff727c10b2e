import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import { fakeClient, fakeContext } from '@clusterwright/test-env';
import { FakeSimulatedClusters } from '../../../ports/simulated-clusters.fake.ts';
import type { FakeSimulatedCluster } from '../../../ports/simulated-clusters.fake.ts';
import { createSimulatedInstances } from '../../../ports/simulated-instances.ts';
import { aCluster, aDevMachine, aMachine, anAuthority } from '../devmachine.fixtures.ts';
import { gatherDevMachineScope } from '../devmachine.scope.ts';
import type { DevMachineDeps } from '../devmachine.scope.ts';
import { deletion } from './deletion.act.ts';
import { provisioning } from './provisioning.act.ts';

const devMachine = aDevMachine({ isControlPlane: true });
const remains = ['ClusterRole kubeadm:get-nodes', 'ClusterRoleBinding kubeadm:get-nodes', 'ConfigMap kube-system/coredns', 'ConfigMap kube-system/kubeadm-config', 'DaemonSet kube-system/kube-proxy', 'Deployment kube-system/coredns', 'Node other'];

async function aRunningMachine() {
  const client = fakeClient([aCluster(), aMachine({ isControlPlane: true }), anAuthority('ca'), anAuthority('etcd')]);
  const clusters = new FakeSimulatedClusters();
  const cluster = clusters.add('ns/c');
  const deps: DevMachineDeps = { client, clusters, instances: createSimulatedInstances(() => 0) };
  await provisioning(deps)(await gatherDevMachineScope(deps, devMachine), fakeContext());
  cluster.objects.create(Nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'other' } });
  return { client, clusters, cluster, deps };
}

const leftIn = ({ contents, apiServers, etcdMembers }: FakeSimulatedCluster): unknown => [contents, apiServers.size, etcdMembers.size];

test.each([
  { name: 'in the usual order', gone: [] },
  { name: 'after its Machine', gone: [[Machines, 'm']] as const },
  { name: 'after its Machine and Cluster', gone: [[Machines, 'm'], [Clusters, 'c']] as const },
])('an instance goes with all that is its own: $name', async ({ gone }) => {
  const { client, cluster, deps } = await aRunningMachine();
  for (const [resource, name] of gone) client.remove(resource, { namespace: 'ns', name });
  const scope = await gatherDevMachineScope(deps, devMachine);
  expect(await deletion(deps)(scope, fakeContext())).toEqual({ kind: 'done' });
  expect(leftIn(cluster)).toEqual([remains, 0, 0]);
  expect(await deletion(deps)(scope, fakeContext())).toEqual({ kind: 'done' });
});

test('labels that were taken away do not keep the control plane', async () => {
  const { client, cluster, deps } = await aRunningMachine();
  client.remove(Machines, { namespace: 'ns', name: 'm' });
  const unlabelled = { ...devMachine, metadata: { ...devMachine.metadata, labels: { 'cluster.x-k8s.io/cluster-name': 'c' } } };
  await deletion(deps)(await gatherDevMachineScope(deps, unlabelled), fakeContext());
  expect(leftIn(cluster)).toEqual([remains, 0, 0]);
});

test('after its DevCluster there is nothing left to do', async () => {
  const { clusters, deps } = await aRunningMachine();
  await clusters.deleteCluster('ns/c');
  expect(await deletion(deps)(await gatherDevMachineScope(deps, devMachine), fakeContext())).toEqual({ kind: 'done' });
});
