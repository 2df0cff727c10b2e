import { Clusters } from '@clusterwright/api/core/v1beta2';
import { HookResponseCache, RuntimeExtensionError } from '@clusterwright/runtime-sdk';
import { FakeHookCaller } from '@clusterwright/runtime-sdk/hook-caller.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aScope } from '../cluster.fixtures.ts';
import { beforeDeleteHook } from './before-delete-hook.act.ts';
import { clusterForHook } from './before-delete-hook.plan.ts';

const topology = { classRef: { name: 'class' }, version: 'v1.36.3' };

function aWorld({ managed = true, waitsForDeleteHook = true, annotations = {} }: { managed?: boolean; waitsForDeleteHook?: boolean; annotations?: Record<string, string> } = {}) {
  const cluster = aCluster({ metadata: { annotations, deletionTimestamp: '2026-11-21T12:00:00Z', finalizers: ['cluster.cluster.x-k8s.io'] }, ...(managed ? { spec: { topology } } : {}) });
  const client = new FakeClient({ objects: [cluster] });
  const [hooks, ctx] = [new FakeHookCaller(), fakeContext()];
  const phase = beforeDeleteHook({ client, hooks, responses: new HookResponseCache() });
  const hasConsent = (): boolean => client.objects(Clusters)[0]?.metadata.annotations?.['runtime.cluster.x-k8s.io/ok-to-delete'] === '';
  return { client, hooks, ctx, hasConsent, pass: async () => phase(aScope({ cluster, waitsForDeleteHook }), ctx) };
}

test.each([
  { name: 'a Cluster without a topology', world: { managed: false } },
  { name: 'extensions that are switched off', world: { waitsForDeleteHook: false } },
  { name: 'consent that was given', world: { annotations: { 'runtime.cluster.x-k8s.io/ok-to-delete': '' } } },
])('nobody is asked about $name', async ({ world }) => {
  const { client, hooks, pass } = aWorld(world);
  expect(await pass()).toEqual({ kind: 'done' });
  expect([client.writes, hooks.calls]).toEqual([[], []]);
});

test('where there are no extensions nobody has to consent', async () => {
  const { hooks, pass, hasConsent } = aWorld();
  hooks.handlers = [];
  expect(await pass()).toMatchObject({ outcome: { kind: 'done' }, observed: { cluster: { metadata: { annotations: { 'runtime.cluster.x-k8s.io/ok-to-delete': '' } } } } });
  expect([hasConsent(), hooks.calls]).toEqual([true, []]);
});

test('an extension may take its time, and is asked again when it wants to be', async () => {
  const { hooks, ctx, pass, hasConsent } = aWorld();
  hooks.answers = [{ status: 'Success', message: 'backing up', retryAfterSeconds: 20 }, { status: 'Success', message: '', retryAfterSeconds: 0 }];
  expect(await pass()).toMatchObject({ kind: 'requeue', afterMs: 20_000 });
  ctx.clock.advance(5000);
  expect(await pass()).toMatchObject({ kind: 'requeue', afterMs: 15_000 });
  expect([hooks.calls.length, hasConsent()]).toEqual([1, false]);
  ctx.clock.advance(15_000);
  expect(await pass()).toMatchObject({ outcome: { kind: 'done' } });
  expect([hooks.calls.map(({ hook }) => hook), hasConsent()]).toEqual([['BeforeClusterDelete', 'BeforeClusterDelete'], true]);
});

test('an extension that refuses, or is not known yet, keeps the Cluster', async () => {
  const { hooks, pass, hasConsent } = aWorld();
  hooks.answers = [new RuntimeExtensionError('no')];
  await expect(pass()).rejects.toMatchObject({ code: 'RuntimeExtension' });
  hooks.isReady = false;
  expect(await pass()).toMatchObject({ kind: 'requeue', reason: 'WaitingForRuntimeExtensions' });
  expect(hasConsent()).toBe(false);
});

test('a Cluster is sent without its status and without what tools keep in it', () => {
  const annotations = { mine: 'yes', 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'cluster.x-k8s.io/conversion-data': '{}' };
  const sent = clusterForHook(aCluster({ metadata: { annotations, managedFields: [{ manager: 'x' }] }, status: { phase: 'Deleting' } }));
  expect(sent.metadata).toMatchObject({ name: 'c1', annotations: { mine: 'yes' } });
  expect([Object.keys(sent.metadata.annotations ?? {}), Object.keys(sent), 'managedFields' in sent.metadata]).toEqual([['mine'], ['apiVersion', 'kind', 'metadata', 'spec'], false]);
});
