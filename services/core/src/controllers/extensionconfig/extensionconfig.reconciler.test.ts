import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { ExtensionCallError } from '@clusterwright/runtime-sdk';
import { aHandler, anExtensionConfig, aRuntimeSdk } from '@clusterwright/runtime-sdk/runtime-sdk.fixtures';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { extensionConfigReconciler } from './extensionconfig.reconciler.ts';

const requestHook = { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'UpdateMachine' };
const answer = { status: 'Success', handlers: [{ name: 'new', requestHook }] };

function aWorld(metadata: Partial<ExtensionConfig['metadata']> = {}) {
  const base = anExtensionConfig('x', [aHandler('old.x')]);
  const extensionConfig = { ...base, metadata: { ...base.metadata, ...metadata } };
  const client = new FakeClient({ objects: [extensionConfig] });
  const sdk = aRuntimeSdk([extensionConfig], client);
  sdk.transport.answer('Discovery', answer);
  const reconciler = extensionConfigReconciler({ client, registry: sdk.registry, discover: sdk.discover, followSecrets: () => undefined });
  const pass = () => reconcileOnce({ client, resource: ExtensionConfigs, reconciler, statusPace: unpaced }, { name: 'x' }, fakeContext());
  const names = (): string[] => sdk.registry.list({ group: 'hooks.runtime.cluster.x-k8s.io', name: 'UpdateMachine' }).map(({ name }) => name);
  return { client, sdk, pass, names };
}

test('what is discovered takes the place of what was known, in status and registry', async () => {
  const { client, pass, names } = aWorld();
  expect(await pass()).toMatchObject({ kind: 'success' });
  expect([names(), client.objects(ExtensionConfigs)[0]?.status?.handlers?.map(({ name }) => name)]).toEqual([['new.x'], ['new.x']]);
});

test('an extension that does not answer stays registered, and its ExtensionConfig says so', async () => {
  const { client, sdk, pass, names } = aWorld();
  sdk.transport.answer('Discovery', new ExtensionCallError('connect ECONNREFUSED'));
  expect(await pass()).toMatchObject({ kind: 'error', retry: true });
  expect([names(), client.objects(ExtensionConfigs)[0]?.status]).toMatchObject([['old.x'], { handlers: [{ name: 'old.x' }], conditions: expect.arrayContaining([expect.objectContaining({ type: 'Discovered', status: 'False', reason: 'NotDiscovered' })]) as object }]);
});

test.each([
  { name: 'being deleted', metadata: { deletionTimestamp: '2026-11-21T12:00:00Z', finalizers: ['x'] } },
  { name: 'being deleted while paused', metadata: { deletionTimestamp: '2026-11-21T12:00:00Z', finalizers: ['x'], annotations: { 'cluster.x-k8s.io/paused': '' } } },
])('an ExtensionConfig $name is called no more', async ({ metadata }) => {
  const { client, sdk, pass, names } = aWorld(metadata);
  await pass();
  expect([names(), sdk.transport.calls, client.writes]).toEqual([[], [], []]);
});

test('a paused ExtensionConfig is not asked, and stays registered', async () => {
  const { sdk, pass, names } = aWorld({ annotations: { 'cluster.x-k8s.io/paused': '' } });
  await pass();
  expect([names(), sdk.transport.calls]).toEqual([['old.x'], []]);
});

test('an ExtensionConfig that is gone is forgotten', async () => {
  const { client, pass, names } = aWorld();
  client.remove(ExtensionConfigs, { name: 'x' });
  await pass();
  expect(names()).toEqual([]);
});
