import type { KubeObject } from '@clusterwright/api';
import type { ClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { gatherClusterResourceSetBindingScope } from './clusterresourcesetbinding.scope.ts';
import { deletion } from './phases/deletion.act.ts';

const binding: ClusterResourceSetBinding = { apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSetBinding', metadata: { name: 'c', namespace: 'ns', uid: 'u' }, spec: { clusterName: 'c' } };
const cluster: KubeObject & { spec: object } = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'ns' }, spec: {} };
const features = { enabled: () => true };

/** A client whose cache knows no Cluster yet. */
function withEmptyCache(fake: FakeClient): Client {
  const { live } = fake;
  return { live, get: async () => undefined, list: fake.list.bind(fake), create: fake.create.bind(fake), update: fake.update.bind(fake), patch: fake.patch.bind(fake), apply: fake.apply.bind(fake), delete: fake.delete.bind(fake) };
}

test.each([
  { name: 'a Cluster that only the cache does not know yet keeps its binding', objects: [cluster, binding], want: 1 },
  { name: 'a Cluster that nobody knows takes its binding along', objects: [binding], want: 0 },
])('$name', async ({ objects, want }) => {
  const fake = new FakeClient({ objects });
  const deps = { client: withEmptyCache(fake), features };
  const ctx = fakeContext();
  await deletion(deps)(await gatherClusterResourceSetBindingScope(deps, binding, ctx), ctx);
  expect(fake.objects(ClusterResourceSetBindings)).toHaveLength(want);
});
