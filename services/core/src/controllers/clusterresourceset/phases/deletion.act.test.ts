import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import { ApiError } from '@clusterwright/kube-client';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aBinding, aScope, aWorld } from '../clusterresourceset.fixtures.ts';
import { deletion } from './deletion.act.ts';

const own = { clusterResourceSetName: 'crs' };
const other = { clusterResourceSetName: 'other' };

test('bindings lose the ClusterResourceSet; one without others is deleted', async () => {
  const { deps, client } = aWorld(aBinding([own]), aBinding([other, own], { name: 'd', uid: 'd-uid' }), aBinding([other], { name: 'e', uid: 'e-uid', ownerReferences: [] }));
  expect(await deletion(deps)(aScope({ bindings: client.objects(ClusterResourceSetBindings) }), fakeContext())).toEqual({ kind: 'done' });
  expect(client.objects(ClusterResourceSetBindings).map(({ metadata, spec }) => [metadata.name, spec.bindings])).toEqual([['d', [other]], ['e', [other]]]);
  expect(client.writes).toHaveLength(2);
});

test('a failure keeps the finalizer', async () => {
  const { deps, client } = aWorld(aBinding([own]));
  client.failNext('delete', new ApiError('busy', { status: 500, reason: 'InternalError' }));
  await expect(deletion(deps)(aScope({ bindings: client.objects(ClusterResourceSetBindings) }), fakeContext())).rejects.toMatchObject({ status: 500 });
});
