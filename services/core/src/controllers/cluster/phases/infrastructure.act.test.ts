import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, type FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aControlPlane, anInfraCluster, aScope, clusterOwner } from '../cluster.fixtures.ts';
import type { ClusterDeps } from '../cluster.scope.ts';
import { announcePhase } from './announce.act.ts';
import { controlPlane } from './control-plane.act.ts';
import { infrastructure } from './infrastructure.act.ts';

const deps = (client: FakeClient): ClusterDeps => ({ client, external: { get: async () => ({ kind: 'unset' }) }, workloadClusters: new FakeWorkloadClusters(), features: { enabled: () => false }, remoteConnectionGracePeriodMs: 50_000 });
const fresh = { metadata: { labels: {}, ownerReferences: [] } };

test('adopts with one request, and none when it looks again', async () => {
  const infraCluster = anInfraCluster(fresh);
  const client = fakeClient([infraCluster.object]);
  const pass = async () => {
    const object = (await client.get(infraCluster.resource, { namespace: 'default', name: 'c1' })) ?? infraCluster.object;
    await infrastructure(deps(client))(aScope({ infraCluster: { ...infraCluster, object } }), fakeContext());
  };
  await pass();
  expect(client.objects(infraCluster.resource)[0]?.metadata).toMatchObject({ ownerReferences: [clusterOwner], labels: { 'cluster.x-k8s.io/cluster-name': 'c1' } });
  await pass();
  expect(client.writes).toHaveLength(1);
});

test('provisioning is announced once', async () => {
  const infraCluster = anInfraCluster({ status: { initialization: { provisioned: true } } });
  const first = fakeContext();
  const result = await infrastructure(deps(fakeClient([])))(aScope({ infraCluster }), first);
  expect(result).toMatchObject({ outcome: { kind: 'done' }, observed: { infrastructure: { step: 'takeOver' } } });
  expect(first.recordedEvents).toEqual([expect.objectContaining({ reason: 'InfrastructureReady', message: 'Cluster c1 InfrastructureProvisioned is now True' })]);

  const second = fakeContext();
  await infrastructure(deps(fakeClient([])))(aScope({ infraCluster, cluster: aCluster({ status: { initialization: { infrastructureProvisioned: true } } }) }), second);
  expect(second.recordedEvents).toEqual([]);
});

test('while the Cluster goes, an infrastructure that is not provisioned keeps nothing waiting', async () => {
  const cluster = aCluster({ metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } });
  expect(await infrastructure(deps(fakeClient([])))(aScope({ cluster }), fakeContext())).toMatchObject({ outcome: { kind: 'done' } });
  expect(await infrastructure(deps(fakeClient([])))(aScope(), fakeContext())).toMatchObject({ outcome: { kind: 'wait', reason: 'InfraClusterNotProvisioned' } });
});

test('an unreadable object fails the phase with the error of the read', async () => {
  const error = new Error('no CRD');
  await expect(infrastructure(deps(fakeClient([])))(aScope({ infraCluster: { kind: 'unreadable', error } }), fakeContext())).rejects.toBe(error);
});

test('initialization of the control plane is announced once', async () => {
  const scope = aScope({ controlPlane: aControlPlane({ status: { initialization: { controlPlaneInitialized: true } } }) });
  const ctx = fakeContext();
  await controlPlane(deps(fakeClient([])))(scope, ctx);
  expect(ctx.recordedEvents).toEqual([expect.objectContaining({ reason: 'ControlPlaneInitialized', message: 'Cluster c1 ControlPlaneInitialized is now True' })]);
});

test.each([
  { stored: undefined, events: ['Provisioning'] },
  { stored: 'Provisioning' as const, events: [] },
])('a phase is announced where it differs from $stored', async ({ stored, events }) => {
  const ctx = fakeContext();
  await announcePhase(aScope({ cluster: aCluster({ status: { phase: stored } }) }), ctx);
  expect(ctx.recordedEvents.map(({ reason }) => reason)).toEqual(events);
});
