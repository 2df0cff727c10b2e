import type { KubeObject } from '@clusterwright/api';
import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import { ConfigMaps } from '@clusterwright/api/kubernetes';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aBinding, aCluster, aConfigMap, aSecret, aSet, aWorld, manifest } from '../clusterresourceset.fixtures.ts';
import type { World } from '../clusterresourceset.fixtures.ts';
import { gatherClusterResourceSetScope } from '../clusterresourceset.scope.ts';
import type { ClusterResourceSetScope } from '../clusterresourceset.scope.ts';
import { application } from './application.act.ts';
import { failures } from './failures.act.ts';
import { resourceOwnership } from './resource-ownership.act.ts';

/** The phases of one pass, and what they threw. */
async function pass({ deps }: World, set = aSet()): Promise<ClusterResourceSetScope & { readonly outcome: string; readonly error: unknown }> {
  const ctx = fakeContext();
  let scope = await gatherClusterResourceSetScope(deps, set, ctx);
  let outcome = '';
  for (const phase of [resourceOwnership(deps), application(deps)]) {
    const result = await phase(scope, ctx);
    if ('outcome' in result) scope = { ...scope, ...result.observed };
    outcome = 'outcome' in result ? result.outcome.kind : result.kind;
  }
  let error: unknown;
  try {
    await failures(scope, ctx);
  } catch (thrown) {
    error = thrown;
  }
  return { ...scope, outcome, error };
}

const writes = ({ client, workload }: World): string[] => [...client.writes.map(({ verb, key }) => `${verb} ${key}`), ...workload.writes.map(({ verb, key }) => `workload: ${verb} ${key}`)];
const bindingOf = ({ client }: World) => client.objects(ClusterResourceSetBindings)[0]?.spec.bindings;
const changed = (world: World, object: KubeObject): World => (world.client.put(object), world);

test('ApplyOnce: owner reference, objects, binding; then nothing more, whatever changes', async () => {
  const world = aWorld(aCluster(), aConfigMap());
  expect(await pass(world)).toMatchObject({ outcome: 'done', error: undefined, results: [{ kind: 'applied' }] });
  expect(writes(world)).toEqual(['patch ns/cm', 'create ns/c', 'workload: create kube-system/a']);
  await pass(world);
  const owned = world.client.objects(ConfigMaps)[0]?.metadata ?? {};
  await pass(changed(world, aConfigMap({ data: { x: manifest('b') }, metadata: owned })));
  expect(writes(world)).toHaveLength(3);
});

test('Reconcile: only what has changed is patched', async () => {
  const set = aSet({ spec: { strategy: 'Reconcile' } });
  const world = aWorld(aCluster(), aConfigMap({ data: { x: `${manifest('a')}---\n${manifest('b')}` } }));
  await pass(world, set);
  const owned = world.client.objects(ConfigMaps)[0]?.metadata ?? {};
  await pass(changed(world, aConfigMap({ data: { x: `${manifest('a')}---\n${manifest('b', '2')}` }, metadata: owned })), set);
  expect(writes(world)).toEqual(['patch ns/cm', 'create ns/c', 'patch ns/c', 'workload: create kube-system/a', 'workload: create kube-system/b', 'workload: patch kube-system/b']);
  expect(world.workload.objects(ConfigMaps).map(({ data }) => data)).toEqual([{ value: '1' }, { value: '2' }]);
});

test('what is there already counts as applied once', async () => {
  const world = aWorld(aCluster(), aConfigMap());
  world.workload.put(aConfigMap({ name: 'a', data: { value: 'mine' }, metadata: { namespace: 'kube-system' } }));
  expect(await pass(world)).toMatchObject({ results: [{ kind: 'applied' }] });
  expect(world.workload.objects(ConfigMaps)[0]?.data).toEqual({ value: 'mine' });
});

test('a cluster that is not connected is bound and waited for; the owner reference does not wait', async () => {
  const { deps, client, workload } = aWorld(aConfigMap());
  const world = { deps, client: client.put(aCluster()), workload };
  expect(await pass(world)).toMatchObject({ outcome: 'wait', error: undefined, results: [{ kind: 'notConnected' }] });
  expect(writes(world)).toEqual(['patch ns/cm', 'create ns/c']);
  expect(bindingOf(world)).toEqual([{ clusterResourceSetName: 'crs' }]);
  await pass(world);
  expect(writes(world)).toHaveLength(2);
});

test('a missing resource holds back no other, and comes later', async () => {
  const set = aSet({ spec: { resources: [{ kind: 'ConfigMap', name: 'cm' }, { kind: 'Secret', name: 'secret' }] } });
  const world = aWorld(aCluster(), aSecret());
  expect(await pass(world, set)).toMatchObject({ outcome: 'wait', error: undefined, results: [{ kind: 'applied' }] });
  expect(bindingOf(world)?.[0]?.resources).toMatchObject([{ kind: 'Secret', name: 'secret', applied: true }]);
  await pass(changed(world, aConfigMap()), set);
  expect(bindingOf(world)?.[0]?.resources).toMatchObject([{ name: 'secret' }, { kind: 'ConfigMap', name: 'cm', applied: true }]);
});

test('a Secret of the wrong type keeps everything from being applied, and no retry can help', async () => {
  const set = aSet({ spec: { resources: [{ kind: 'ConfigMap', name: 'cm' }, { kind: 'Secret', name: 'secret' }] } });
  const world = aWorld(aCluster(), aConfigMap(), aSecret({ type: 'Opaque' }));
  expect(await pass(world, set)).toMatchObject({ results: [], error: { code: 'Terminal', message: 'Secret secret: unsupported secret type' } });
  expect(writes(world)).toEqual(['patch ns/cm']);
});

test('one object that fails keeps no other from being applied; the binding says so once, and again nothing', async () => {
  const unknown = 'apiVersion: x/v1\nkind: Unknown\nmetadata: {name: u}\n';
  const world = aWorld(aCluster(), aConfigMap({ data: { x: `${unknown}---\n${manifest('a')}` } }));
  const { error, results } = await pass(world);
  expect(results).toMatchObject([{ kind: 'failed' }]);
  expect(error).toMatchObject({ code: 'ApplyObject', message: 'creating object x/v1, Kind=Unknown u: no matches for kind "Unknown" in version "x/v1"' });
  expect(bindingOf(world)?.[0]?.resources).toMatchObject([{ applied: false, hash: expect.stringMatching(/^sha256:/) }]);
  await pass(world);
  expect(writes(world)).toEqual(['patch ns/cm', 'create ns/c', 'workload: create kube-system/a', 'workload: create kube-system/a']);
});

test('a text that is no manifest is rejected without a retry', async () => {
  const world = aWorld(aCluster(), aConfigMap({ data: { x: 'hello' } }));
  expect(await pass(world)).toMatchObject({ error: { code: 'Manifest', retry: 'never' } });
  expect(bindingOf(world)?.[0]?.resources).toEqual([{ kind: 'ConfigMap', name: 'cm', applied: false, lastAppliedTime: '2026-11-21T12:00:00Z' }]);
});

test('a cluster that does not answer is left alone after the first try', async () => {
  const set = aSet({ spec: { resources: [{ kind: 'ConfigMap', name: 'cm' }, { kind: 'Secret', name: 'secret' }] } });
  const world = aWorld(aCluster(), aConfigMap({ data: { x: `${manifest('a')}---\n${manifest('b')}` } }), aSecret());
  world.workload.failNext('create', new TransportError('timed out'));
  expect(await pass(world, set)).toMatchObject({ error: { code: 'ApplyObject', message: 'creating object /v1, Kind=ConfigMap kube-system/a: timed out' } });
  expect(world.workload.calls).toHaveLength(1);
});

test.each([
  { name: 'another one made the binding meanwhile', world: aWorld(aCluster(), aConfigMap()), verb: 'create', reason: 'AlreadyExists' },
  { name: 'another one wrote the binding meanwhile', world: aWorld(aCluster(), aConfigMap({ metadata: { ownerReferences: [{ apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSet', name: 'crs', uid: 'crs-uid' }] } }), aBinding([])), verb: 'patch', reason: 'Conflict' },
] as const)('$name: a conflict, after which the next pass succeeds', async ({ world, verb, reason }) => {
  world.client.failNext(verb, new ApiError('busy', { status: 409, reason }), 'ClusterResourceSetBinding');
  expect(await pass(world)).toMatchObject({ results: [{ kind: 'applied' }], error: { status: 409, reason: 'Conflict' } });
  expect(await pass(world)).toMatchObject({ error: undefined });
  expect(bindingOf(world)).toMatchObject([{ clusterResourceSetName: 'crs', resources: [{ name: 'cm', applied: true }] }]);
});

test('a real failure is not hidden by a conflict on another Cluster', async () => {
  const world = aWorld(aCluster(), aCluster({ name: 'd', uid: 'd-uid' }), aConfigMap());
  world.client.failNext('create', new ApiError('busy', { status: 409, reason: 'Conflict' }), 'ClusterResourceSetBinding');
  world.client.failNext('create', new ApiError('denied', { status: 403, reason: 'Forbidden' }), 'ClusterResourceSetBinding');
  expect(await pass(world)).toMatchObject({ error: { status: 403 } });
});
