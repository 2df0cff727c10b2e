import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, type FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aControlPlane, aMachineDeployment, anInfraCluster, aScope, descendants } from '../cluster.fixtures.ts';
import type { ClusterDeps } from '../cluster.scope.ts';
import { deletion } from './deletion.act.ts';

const features: FeatureGates = { enabled: () => false };
const deps = (client: FakeClient): ClusterDeps => ({ client, external: { get: async () => ({ kind: 'unset' }) }, workloadClusters: new FakeWorkloadClusters(), features, remoteConnectionGracePeriodMs: 50_000 });
const cluster = aCluster({ metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } });
const gone = { kind: 'notFound' } as const;

test('deletes one stage and waits for it', async () => {
  const controlPlane = aControlPlane();
  const client = fakeClient([controlPlane.object]);
  const result = await deletion(deps(client))(aScope({ cluster, controlPlane }), fakeContext());
  expect(client.writes.map(({ verb, kind, key }) => [verb, kind, key])).toEqual([['delete', 'FooControlPlane', 'default/c1-cp']]);
  expect(result).toMatchObject({ outcome: { kind: 'wait', reason: 'WaitingForControlPlaneDeletion' }, observed: { deletion: { step: 'delete' } } });
});

test('one refusal does not hold up the other deletions', async () => {
  const machineDeployments = [aMachineDeployment({ name: 'a' }), aMachineDeployment({ name: 'b' })];
  const client = fakeClient(machineDeployments).failNext('delete', new Error('refused'));
  await expect(deletion(deps(client))(aScope({ cluster, descendants: descendants({ machineDeployments }) }), fakeContext())).rejects.toThrow('refused');
  expect(client.writes.map(({ key }) => key)).toEqual(['default/a', 'default/b']);
});

test('says when everything is gone', async () => {
  const ctx = fakeContext();
  const result = await deletion(deps(fakeClient([])))(aScope({ cluster, controlPlane: gone, infraCluster: gone }), ctx);
  expect(result).toMatchObject({ outcome: { kind: 'done' } });
  expect(ctx.recordedEvents).toEqual([expect.objectContaining({ reason: 'Deleted', message: 'Cluster c1 has been deleted' })]);
});

test('an infrastructure that reports nothing is deleted like any other', async () => {
  const infraCluster = anInfraCluster();
  const client = fakeClient([infraCluster.object]);
  await deletion(deps(client))(aScope({ cluster, controlPlane: gone, infraCluster }), fakeContext());
  expect(client.objects(infraCluster.resource)).toEqual([]);
});
