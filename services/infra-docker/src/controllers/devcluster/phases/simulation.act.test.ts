import type { ObjectKey } from '@clusterwright/api';
import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import { fakeClient, fakeContext } from '@clusterwright/test-env';
import { PortUnavailableError } from '../../../ports/simulated-clusters.ts';
import { FakeSimulatedClusters } from '../../../ports/simulated-clusters.fake.ts';
import { aDevCluster } from '../devcluster.fixtures.ts';
import { gatherDevClusterScope } from '../devcluster.scope.ts';
import { simulation, simulationCleanup } from './simulation.act.ts';

function aWorld(...others: DevCluster[]) {
  const clusters = new FakeSimulatedClusters();
  const opened: ObjectKey[] = [];
  const deps = { client: fakeClient(others), clusters, endpointOpened: (key: ObjectKey) => void opened.push(key) };
  return { deps, clusters, opened, ctx: fakeContext() };
}

describe('simulation', () => {
  test('a new cluster gets a port that no other DevCluster was given, also not before a restart', async () => {
    const { deps, clusters, opened, ctx } = aWorld(aDevCluster({ name: 'other', endpoint: { host: 'h', port: 20_000 } }), aDevCluster({ name: 'new' }));
    expect(await simulation(deps)(gatherDevClusterScope(aDevCluster()), ctx)).toMatchObject({ outcome: { kind: 'done' }, observed: { endpoint: { host: '127.0.0.1', port: 20_000 } } });
    expect(clusters.requests).toEqual([{ key: 'ns/c', uid: 'uid-dc', port: undefined, avoidPorts: [20_000] }]);
    expect(opened).toEqual([{ namespace: 'ns', name: 'c' }]);
  });

  test('after a restart a cluster asks for the port it was given', async () => {
    const { deps, clusters, ctx } = aWorld();
    await simulation(deps)(gatherDevClusterScope(aDevCluster({ endpoint: { host: '10.0.0.1', port: 20_007 } })), ctx);
    expect(clusters.requests).toMatchObject([{ port: 20_007 }]);
  });

  test('an open endpoint stays as it is, and nobody is told twice', async () => {
    const { deps, clusters, opened, ctx } = aWorld();
    clusters.add('ns/c', 20_003);
    expect(await simulation(deps)(gatherDevClusterScope(aDevCluster({ endpoint: { host: 'h', port: 20_009 } })), ctx)).toMatchObject({ observed: { endpoint: { port: 20_003 } } });
    expect([clusters.requests, opened]).toEqual([[], []]);
  });

  test('a port that cannot be had is waited for and told, never replaced', async () => {
    const { deps, clusters, opened, ctx } = aWorld();
    clusters.failNext('ensureCluster', new PortUnavailableError('port 20007 belongs to another simulated cluster'));
    const scope = gatherDevClusterScope(aDevCluster({ endpoint: { host: '10.0.0.1', port: 20_007 } }));
    expect(await simulation(deps)(scope, ctx)).toEqual({ kind: 'requeue', afterMs: 10_000, reason: 'PortUnavailable', message: 'port 20007 belongs to another simulated cluster' });
    expect(ctx.recordedEvents).toEqual([{ type: 'Warning', object: 'DevCluster/dc', reason: 'PortUnavailable', message: 'Failed to open the endpoint: port 20007 belongs to another simulated cluster' }]);
    expect([opened, clusters.listClusters()]).toEqual([[], []]);
    expect(await simulation(deps)(scope, ctx)).toMatchObject({ observed: { endpoint: { port: 20_007 } } });
  });

  test('a defect is not taken for a port', async () => {
    const { deps, clusters, ctx } = aWorld();
    clusters.failNext('ensureCluster', new TypeError('x'));
    await expect(simulation(deps)(gatherDevClusterScope(aDevCluster()), ctx)).rejects.toThrow(TypeError);
  });
});

describe('simulationCleanup', () => {
  const listener = 'inmemorycluster.infrastructure.cluster.x-k8s.io/listener';
  test.each([
    { name: 'owned', why: 'the owner names the simulation', devCluster: aDevCluster(), want: ['ns/dc', 'other/c'] },
    { name: 'no longer owned', why: 'the annotation remembers', devCluster: aDevCluster({ owned: false, annotations: { [listener]: 'ns/c' } }), want: ['ns/dc', 'other/c'] },
    { name: 'never owned', why: 'its own name is not that of a Cluster', devCluster: aDevCluster({ owned: false }), want: ['ns/c', 'ns/dc', 'other/c'] },
    { name: 'with an annotation of another namespace', why: 'users may write it', devCluster: aDevCluster({ owned: false, annotations: { [listener]: 'other/c' } }), want: ['ns/c', 'ns/dc', 'other/c'] },
  ])('of a DevCluster that is $name ($why)', async ({ devCluster, want }) => {
    const { deps, clusters, ctx } = aWorld();
    for (const key of ['ns/c', 'ns/dc', 'other/c']) clusters.add(key);
    expect(await simulationCleanup(deps)(gatherDevClusterScope(devCluster), ctx)).toEqual({ kind: 'done' });
    expect(clusters.listClusters().map(({ key }) => key)).toEqual(want);
  });
});
