import type { ClusterClass } from '@clusterwright/api/core/v1beta2';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, type FakeClient } from '@clusterwright/test-env/client.fake';
import { aCluster, aMachine, aMachineDeployment, anInfraCluster, now } from './cluster.fixtures.ts';
import { gatherClusterScope, isWaitingForTopology, type ClusterDeps } from './cluster.scope.ts';

const deps = (client: FakeClient, more: Partial<ClusterDeps> = {}): ClusterDeps => ({
  client,
  external: { get: async (reference) => (reference ? anInfraCluster() : { kind: 'unset' }) },
  workloadClusters: new FakeWorkloadClusters(),
  features: { enabled: (gate) => gate === 'MachinePool' },
  remoteConnectionGracePeriodMs: 50_000,
  ...more,
});
const topology = { classRef: { name: 'class' }, version: 'v1.36.3' };
const clusterClass = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'ClusterClass', metadata: { name: 'class', namespace: 'default' }, spec: {} } as unknown as ClusterClass;

test('descendants are those with the label of the cluster, control plane apart', async () => {
  const client = fakeClient([aMachine({ name: 'w' }), aMachine({ name: 'cp', controlPlane: true }), aMachine({ name: 'foreign', labels: { 'cluster.x-k8s.io/cluster-name': 'c2' } }), aMachineDeployment()]);
  const { descendants } = await gatherClusterScope(deps(client), aCluster());
  expect(descendants).toMatchObject({ kind: 'listed', machineDeployments: [{ metadata: { name: 'md' } }], controlPlaneMachines: [{ metadata: { name: 'cp' } }], workerMachines: [{ metadata: { name: 'w' } }] });
});

test('a reference that cannot be read does not keep the rest from being read', async () => {
  const external = { get: () => Promise.reject(new Error('no CRD')) };
  const scope = await gatherClusterScope(deps(fakeClient([aMachine()]), { external }), aCluster());
  expect(scope.infraCluster).toEqual({ kind: 'unreadable', error: new Error('no CRD') });
  expect(scope.descendants.kind).toBe('listed');
});

test('a list that fails is not an empty list', async () => {
  const client = fakeClient([]);
  const failing = { ...deps(client), client: Object.assign(client, { list: () => Promise.reject(new Error(`cannot list ${Machines.plural}`)) }) };
  expect((await gatherClusterScope(failing, aCluster())).descendants).toEqual({ kind: 'unreadable', error: new Error('cannot list machines') });
});

test('the ClusterClass of a topology is needed', async () => {
  const cluster = aCluster({ spec: { topology } });
  expect((await gatherClusterScope(deps(fakeClient([clusterClass])), cluster)).clusterClass).toMatchObject({ kind: 'ClusterClass', metadata: { name: 'class' } });
  await expect(gatherClusterScope(deps(fakeClient([])), cluster)).rejects.toMatchObject({ code: 'ClusterClassNotFound', message: 'failed to get ClusterClass default/class: not found' });
});

test('the state of the connection is what this process knows', async () => {
  const workloadClusters = new FakeWorkloadClusters();
  workloadClusters.disconnect({ namespace: 'default', name: 'c1' }, { lastSuccessTime: now, consecutiveFailures: 2 });
  expect((await gatherClusterScope(deps(fakeClient([]), { workloadClusters }), aCluster())).probe).toEqual({ lastSuccessTime: now, consecutiveFailures: 2 });
});

test.each([
  { name: 'no topology', cluster: aCluster({ spec: { infrastructureRef: undefined } }), want: false },
  { name: 'a topology with both references', cluster: aCluster({ spec: { topology } }), want: false },
  { name: 'a topology without a control plane', cluster: aCluster({ spec: { topology, controlPlaneRef: undefined } }), want: true },
  { name: 'the same, deleting', cluster: aCluster({ spec: { topology, controlPlaneRef: undefined }, metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } }), want: false },
])('isWaitingForTopology: $name → $want', ({ cluster, want }) => {
  expect(isWaitingForTopology(cluster)).toBe(want);
});
