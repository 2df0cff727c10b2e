import type { Condition } from '@clusterwright/api';
import { Secrets } from '@clusterwright/api/kubernetes';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { UpdateMachine, createRuntimeSdk } from '@clusterwright/runtime-sdk';
import type { RuntimeSdk } from '@clusterwright/runtime-sdk';
import { httpsTransport } from '@clusterwright/runtime-sdk/adapters/https-transport';
import { startHttpsExtension } from '@clusterwright/runtime-sdk/https-extension.fixtures';
import type { HttpsExtension } from '@clusterwright/runtime-sdk/https-extension.fixtures';
import { eventually } from '@clusterwright/test-env';
import { startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addExtensionConfigController } from './extensionconfig.controller.ts';

const requestHook = { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'UpdateMachine' };
const discovered = { body: { Status: 'Success', Handlers: [{ Name: 'update', RequestHook: requestHook, TimeoutSeconds: 3 }] } };

let extension: HttpsExtension;
let world: TestManager;
let sdk: RuntimeSdk;
let name: string;

beforeEach(async () => {
  extension = await startHttpsExtension();
  extension.answer = () => discovered;
  world = await startTestManager({
    prefix: 'ext',
    setup(manager) {
      sdk = createRuntimeSdk({ client: manager.client, transport: httpsTransport(), metrics: manager.metrics });
      // ExtensionConfigs know no Namespaces: what other tests make is left alone.
      addExtensionConfigController(manager, { ...sdk, concurrency: 1, watchFilter: 'none of theirs' });
    },
  });
  name = `ext-${world.namespace}`;
});
afterEach(async () => {
  await world.client.delete(ExtensionConfigs, { name }).catch(() => undefined);
  await world.stop();
  await extension.close();
});

const current = (): Promise<ExtensionConfig> => world.client.get(ExtensionConfigs, { name });
const condition = ({ status }: ExtensionConfig): Condition | undefined => status?.conditions?.find(({ type }) => type === 'Discovered');
const key = () => ({ namespace: world.namespace, name: 'm' });

test('an extension is discovered with the authority from a Secret, and again when that is renewed; deleted, it is called no more', async () => {
  const { client, namespace } = world;
  const annotations = { 'runtime.cluster.x-k8s.io/inject-ca-from-secret': `${namespace}/tls` };
  await client.create(ExtensionConfigs, { apiVersion: 'runtime.cluster.x-k8s.io/v1beta2', kind: 'ExtensionConfig', metadata: { name, annotations }, spec: { clientConfig: { url: extension.url }, namespaceSelector: {} } });
  expect(sdk.registry.isReady).toBe(true);
  await client.create(Secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace }, data: { 'ca.crt': extension.caBundle } });

  const found = await eventually(async () => {
    const object = await current();
    expect(condition(object)).toMatchObject({ status: 'True', reason: 'Discovered', observedGeneration: object.metadata.generation });
    return object;
  });
  expect(found).toMatchObject({ spec: { clientConfig: { caBundle: extension.caBundle } }, status: { handlers: [{ name: `update.${name}`, requestHook, timeoutSeconds: 3, failurePolicy: 'Fail' }], deprecated: { v1beta1: { conditions: [{ type: 'Discovered', status: 'True' }] } } } });
  expect(await sdk.caller.handlersOf(UpdateMachine, key())).toEqual([`update.${name}`]);

  extension.answer = () => ({ code: 503, body: 'not now' });
  const other = await startHttpsExtension();
  await client.patch(Secrets, { namespace, name: 'tls' }, { type: 'merge', body: { data: { 'ca.crt': other.caBundle } } });
  await other.close();
  await eventually(async () => expect(condition(await current())).toMatchObject({ status: 'False', reason: 'NotDiscovered', message: expect.stringMatching(/^Error in discovery: failed to discover extension ".*": http call failed: /) as string }));
  expect((await current()).status?.handlers).toHaveLength(1);

  extension.answer = () => discovered;
  await client.patch(Secrets, { namespace, name: 'tls' }, { type: 'merge', body: { data: { 'ca.crt': extension.caBundle } } });
  await eventually(async () => expect(condition(await current())).toMatchObject({ status: 'True' }));

  await client.delete(ExtensionConfigs, { name });
  await eventually(async () => expect(await sdk.caller.handlersOf(UpdateMachine, key())).toEqual([]));
});

test('what an extension answers is no reason to ask it again', async () => {
  await world.client.create(ExtensionConfigs, { apiVersion: 'runtime.cluster.x-k8s.io/v1beta2', kind: 'ExtensionConfig', metadata: { name }, spec: { clientConfig: { url: extension.url, caBundle: extension.caBundle }, namespaceSelector: {} } });
  await eventually(async () => expect(condition(await current())).toMatchObject({ status: 'True' }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect([extension.calls.length, world.requests.filter((request) => request.startsWith('patch'))]).toEqual([1, ['patch ExtensionConfig/status']]);
});
