import type { Secret } from '@clusterwright/api/kubernetes';
import { Secrets } from '@clusterwright/api/kubernetes';
import { fakeClient, fakeContext } from '@clusterwright/test-env';
import { FakeSimulatedClusters } from '../../../ports/simulated-clusters.fake.ts';
import { aDevCluster } from '../devcluster.fixtures.ts';
import { gatherDevClusterScope } from '../devcluster.scope.ts';
import { kubeconfig } from './kubeconfig.act.ts';

const moved = aDevCluster({ endpoint: { host: '10.0.0.1', port: 20_000 } });
const endpoint = { host: '10.0.0.2', port: 20_000 };
const encoded = (server: string): string => Buffer.from(`clusters:\n  - name: c\n    cluster:\n      server: ${server}\n`).toString('base64');
const aSecret = (server: string): Secret => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c-kubeconfig', namespace: 'ns' }, data: { value: encoded(server) } });

function aWorld(...secrets: Secret[]) {
  const client = fakeClient(secrets);
  return { client, deps: { client, clusters: new FakeSimulatedClusters(), endpointOpened: () => undefined }, ctx: fakeContext() };
}

test('a changed host goes into the kubeconfig', async () => {
  const { client, deps, ctx } = aWorld(aSecret('https://10.0.0.1:20000'));
  expect(await kubeconfig(deps)({ ...gatherDevClusterScope(moved), endpoint }, ctx)).toEqual({ kind: 'done' });
  expect(client.objects(Secrets)[0]?.data).toEqual({ value: encoded('https://10.0.0.2:20000') });
});

test('until there is a kubeconfig, the host is not published: it is what tells that there is something to do', async () => {
  const { client, deps, ctx } = aWorld();
  expect(await kubeconfig(deps)({ ...gatherDevClusterScope(moved), endpoint }, ctx)).toMatchObject({ outcome: { kind: 'requeue', afterMs: 5000, reason: 'WaitingForKubeconfig' }, observed: { endpoint: undefined } });
  expect(client.writes).toEqual([]);
});

test.each([
  { name: 'the host is the same', devCluster: aDevCluster({ endpoint }), server: 'https://elsewhere' },
  { name: 'the kubeconfig was changed in an earlier pass', devCluster: moved, server: 'https://10.0.0.2:20000' },
  { name: 'nothing was published', devCluster: aDevCluster(), server: 'https://10.0.0.1:20000' },
])('nothing is written where $name', async ({ devCluster, server }) => {
  const { client, deps, ctx } = aWorld(aSecret(server));
  expect(await kubeconfig(deps)({ ...gatherDevClusterScope(devCluster), endpoint }, ctx)).toEqual({ kind: 'done' });
  expect(client.writes).toEqual([]);
});
