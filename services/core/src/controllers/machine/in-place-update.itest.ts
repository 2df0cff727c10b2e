import type { KubeObject, Resource } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import { createRuntimeSdk } from '@clusterwright/runtime-sdk';
import { httpsTransport } from '@clusterwright/runtime-sdk/adapters/https-transport';
import { startHttpsExtension } from '@clusterwright/runtime-sdk/https-extension.fixtures';
import type { ExtensionAnswer, HttpsExtension } from '@clusterwright/runtime-sdk/https-extension.fixtures';
import { eventually } from '@clusterwright/test-env';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addExtensionConfigController } from '../extensionconfig/extensionconfig.controller.ts';
import { conditionsOf, configs, createMachine, devMachines, machineOf, provision, startMachineWorld } from './machine-world.fixtures.ts';

const requestHook = { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'UpdateMachine' };
const mark = 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress';
const pendingHooks = 'runtime.cluster.x-k8s.io/pending-hooks';

let extension: HttpsExtension;
let world: TestManager;
/** What UpdateMachine answers, one a call, the last one for ever. */
let answers: ExtensionAnswer[];

beforeEach(async () => {
  extension = await startHttpsExtension();
  extension.answer = ({ url }) => {
    if (url.includes('/discovery')) return { body: { status: 'Success', handlers: [{ name: 'update', requestHook }] } };
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer ?? {};
  };
  world = await startMachineWorld((manager) => {
    const sdk = createRuntimeSdk({ client: manager.client, transport: httpsTransport(), metrics: manager.metrics });
    // ExtensionConfigs know no Namespaces: those of other tests are for other Namespaces, see the selector below.
    addExtensionConfigController(manager, { ...sdk, concurrency: 1, watchFilter: 'none of theirs' });
    return { hooks: sdk.caller };
  });
});
afterEach(async () => {
  await world.client.delete(ExtensionConfigs, { name: world.namespace }).catch(() => undefined);
  await world.stop();
  await extension.close();
});

async function registerExtension({ client, namespace }: TestManager): Promise<void> {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  await client.create(ExtensionConfigs, { apiVersion: 'runtime.cluster.x-k8s.io/v1beta2', kind: 'ExtensionConfig', metadata: { name: namespace }, spec: { clientConfig: { url: extension.url, caBundle: extension.caBundle }, namespaceSelector, settings: { image: 'v2' } } });
  await eventually(async () => expect((await client.get(ExtensionConfigs, { name: namespace })).status?.handlers).toHaveLength(1));
}

const annotate = async <T extends KubeObject>({ client, namespace }: TestManager, resource: Resource<T>, annotations: Record<string, string>): Promise<void> => void (await client.patch(resource, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { annotations } } }));
const updatingOf = async (): Promise<string | undefined> => conditionsOf(await machineOf(world)).find((each) => each.startsWith('Updating'));
const updates = () => extension.calls.filter(({ url }) => url.includes('/updatemachine/'));

async function runningMachine(): Promise<void> {
  await createMachine(world);
  await provision(world);
  await eventually(async () => expect(conditionsOf(await machineOf(world))[0]).toBe('Available True Available'));
}

test('a Machine is updated by the extension until that is done, whatever fails in between', async () => {
  await registerExtension(world);
  await runningMachine();
  answers = [{ code: 500, body: 'starting' }, { body: { status: 'Failure', message: 'disk full' } }, { body: { Status: 'Success', RetryAfterSeconds: 1 } }, { body: { status: 'Success' } }];
  await annotate(world, devMachines, { [mark]: '' });
  await annotate(world, Machines, { [mark]: '', [pendingHooks]: 'UpdateMachine' });
  await eventually(async () => expect(await updatingOf()).toBe('Updating True InPlaceUpdating In-place update in progress'));
  // What the bootstrap configuration should be is not known yet.
  expect(updates()).toEqual([]);

  await annotate(world, configs, { [mark]: '' });
  await eventually(async () => expect(await updatingOf()).toBe('Updating False NotUpdating'));
  expect(updates()).toHaveLength(4);
  expect(updates()[0]).toMatchObject({
    url: '/ext/hooks.runtime.cluster.x-k8s.io/v1alpha1/updatemachine/update?timeout=10s',
    body: { kind: 'UpdateMachineRequest', settings: { image: 'v2' }, desired: { machine: { kind: 'Machine', metadata: { name: 'm' }, spec: { version: 'v1.36.3' } }, infrastructureMachine: { kind: 'DevMachine' }, bootstrapConfig: { kind: 'KubeadmConfig', spec: { verbosity: 1 } } } },
  });
  const { client, namespace } = world;
  const marks = await Promise.all([Machines, devMachines, configs].map(async (resource) => Object.keys((await client.get<KubeObject>(resource as Resource, { namespace, name: 'm' })).metadata.annotations ?? {})));
  expect(marks.flat().filter((name) => name === mark || name === pendingHooks)).toEqual([]);
  await eventually(async () => expect(await machineOf(world)).toMatchObject({ status: { phase: 'Running' } }));
  await annotate(world, Machines, { nudge: '1' });
  await eventually(async () => expect(conditionsOf(await machineOf(world))[0]).toBe('Available True Available'));
  expect(updates()).toHaveLength(4);
});

test('a Machine tells how far its update is', async () => {
  await registerExtension(world);
  await runningMachine();
  answers = [{ body: { Status: 'Success', Message: 'replacing kubelet', RetryAfterSeconds: 30 } }];
  for (const resource of [devMachines, configs]) await annotate(world, resource, { [mark]: '' });
  await annotate(world, Machines, { [mark]: '', [pendingHooks]: 'UpdateMachine' });
  await eventually(async () => expect(await updatingOf()).toBe('Updating True InPlaceUpdating In-place update in progress: replacing kubelet'));
  expect(await machineOf(world)).toMatchObject({ status: { phase: 'Updating' } });
});

test('where no extension can do it the Machine says that its update failed', async () => {
  await runningMachine();
  for (const resource of [devMachines, configs]) await annotate(world, resource, { [mark]: '' });
  await annotate(world, Machines, { [mark]: '', [pendingHooks]: 'UpdateMachine' });
  await eventually(async () => expect(await updatingOf()).toBe('Updating True InPlaceUpdateFailed UpdateMachine hook failed: please check controller logs for errors'));
});
