import type { KubeObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { InterruptedPhases } from '@clusterwright/controller-runtime';
import { HookResponseCache, RuntimeExtensionError } from '@clusterwright/runtime-sdk';
import { FakeHookCaller } from '@clusterwright/runtime-sdk/hook-caller.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aMachine, aRunningMachine, aScope, createdConfig, external, found, provisionedInfra } from '../machine.fixtures.ts';
import type { MachineScope } from '../machine.scope.ts';
import { isUpdateInProgress, updating } from '../status/up-to-date.status.ts';
import { inPlaceUpdate } from './in-place-update.act.ts';

const mark = { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' };
const hook = { 'runtime.cluster.x-k8s.io/pending-hooks': 'UpdateMachine' };
const inProgress = { status: 'Success', message: 'copying', retryAfterSeconds: 30 };

function aWorld(annotations: Record<string, string> = { ...mark, ...hook, kept: 'yes' }) {
  const machine = aRunningMachine({ metadata: { ...aMachine().metadata, annotations } });
  const infraMachine = found(external('DevMachine', { ...provisionedInfra, metadata: { annotations: mark } }));
  const bootstrapConfig = found(external('KubeadmConfig', { ...createdConfig, metadata: { annotations: mark } }));
  const client = new FakeClient({ objects: [machine, infraMachine.object, bootstrapConfig.object] });
  const [hooks, responses, ctx] = [new FakeHookCaller(), new HookResponseCache(), fakeContext()];
  const phase = inPlaceUpdate({ client, hooks, responses });
  /** As the next pass finds it. */
  const scope = (change: Partial<MachineScope> = {}): MachineScope => {
    const [stored] = client.objects(Machines);
    const [infra, config] = [infraMachine, bootstrapConfig].map((observed) => ({ ...observed, object: client.objects(observed.resource)[0] ?? observed.object }));
    return aScope({ machine: stored, infraMachine: infra, bootstrapConfig: config, ...change });
  };
  const pass = async (change: Partial<MachineScope> = {}) => phase(scope(change), ctx);
  return { client, hooks, ctx, pass, scope };
}

const annotationsOf = (object: KubeObject | undefined): string[] => Object.keys(object?.metadata.annotations ?? {}).map((name) => name.split('/').at(-1) ?? name);
const failureOf = async (pass: Promise<unknown>): Promise<InterruptedPhases<MachineScope>> =>
  pass.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: InterruptedPhases<MachineScope>) => error,
  );

test('an extension that needs time is asked again when it wants to be, and not before', async () => {
  const { client, hooks, ctx, pass } = aWorld();
  hooks.answers = [inProgress, { ...inProgress, message: '' }];
  const observed = { inPlaceUpdate: { reason: 'InPlaceUpdating', message: 'In-place update in progress: copying' } };
  expect(await pass()).toMatchObject({ outcome: { kind: 'requeue', afterMs: 30_000 }, observed });
  ctx.clock.advance(10_000);
  expect(await pass()).toMatchObject({ outcome: { kind: 'requeue', afterMs: 20_000 }, observed });
  expect(hooks.calls).toMatchObject([{ hook: 'UpdateMachine', object: 'default/m', request: { desired: { machine: { kind: 'Machine' } } } }]);
  ctx.clock.advance(20_000);
  expect(await pass()).toMatchObject({ observed: { inPlaceUpdate: { message: 'In-place update in progress' } } });
  expect(hooks.calls).toHaveLength(2);
  expect(client.writes).toEqual([]);
});

test('when it is done all marks go, the hook last', async () => {
  const { client, pass, scope } = aWorld();
  const result = await pass();
  expect(client.writes.map(({ kind, body }) => [kind, JSON.stringify((body as KubeObject).metadata.annotations)])).toEqual([
    ['Machine', '{"in-place-updates.internal.cluster.x-k8s.io/update-in-progress":null}'],
    ['DevMachine', '{"in-place-updates.internal.cluster.x-k8s.io/update-in-progress":null}'],
    ['KubeadmConfig', '{"in-place-updates.internal.cluster.x-k8s.io/update-in-progress":null}'],
    ['Machine', '{"runtime.cluster.x-k8s.io/pending-hooks":null}'],
  ]);
  const { machine, infraMachine, bootstrapConfig } = scope();
  expect([machine, infraMachine.kind === 'found' ? infraMachine.object : undefined, bootstrapConfig.kind === 'found' ? bootstrapConfig.object : undefined].map(annotationsOf)).toEqual([['kept'], [], []]);
  // The same pass says so already.
  expect(result).toMatchObject({ outcome: { kind: 'done' }, observed: { machine: { metadata: { annotations: { kept: 'yes' } } } } });
});

test.each([1, 2, 3, 4])('a process that ends at its write %i leaves what the next one finishes, without calling again', async (failing) => {
  const { client, hooks, pass, scope } = aWorld();
  let writes = 0;
  const record = client.record.bind(client);
  client.record = (call) => {
    if (call.verb === 'patch' && (writes += 1) === failing) throw new Error('killed');
    record(call);
  };
  await expect(pass()).rejects.toThrow('killed');
  expect(isUpdateInProgress(scope().machine)).toBe(true);
  await pass();
  const { machine, infraMachine, bootstrapConfig } = scope();
  expect([machine, infraMachine.kind === 'found' ? infraMachine.object : undefined, bootstrapConfig.kind === 'found' ? bootstrapConfig.object : undefined].map(annotationsOf)).toEqual([['kept'], [], []]);
  // Before anything was written the extension is asked once more: it has to know that it is done.
  expect(hooks.calls).toHaveLength(failing === 1 ? 2 : 1);
});

test('what an update that was given up has left is cleaned up, the InfraMachine gone or not', async () => {
  const { client, hooks, pass, scope } = aWorld(hook);
  await pass({ infraMachine: { kind: 'notFound' } });
  expect(client.writes.map(({ kind }) => kind)).toEqual(['KubeadmConfig', 'Machine']);
  expect([annotationsOf(scope().machine), hooks.calls]).toEqual([[], []]);
});

test('a hook that others wait for stays', async () => {
  const { pass, scope } = aWorld({ ...mark, 'runtime.cluster.x-k8s.io/pending-hooks': 'AfterClusterUpgrade,UpdateMachine' });
  await pass();
  expect(scope().machine.metadata.annotations).toEqual({ 'runtime.cluster.x-k8s.io/pending-hooks': 'AfterClusterUpgrade' });
});

const failures = [
  { why: 'nobody can do it', knobs: { handlers: [] }, message: 'in-place update failed: no extensions registered for UpdateMachine hook' },
  { why: 'two would do it', knobs: { handlers: ['a.x', 'b.y'] }, message: 'in-place update failed: found multiple UpdateMachine hooks (a.x,b.y): only one hook is supported' },
  { why: 'the extension refuses', knobs: { answers: [new RuntimeExtensionError('got failure response with message: no')] }, message: 'got failure response with message: no' },
];
test.each(failures)('an update fails where $why, and the Machine says so', async ({ knobs, message }) => {
  const { client, hooks, pass, scope } = aWorld();
  Object.assign(hooks, knobs);
  const { cause, observed } = await failureOf(pass());
  expect(cause).toMatchObject({ message });
  expect(updating({ ...scope(), ...observed })).toMatchObject({ status: 'True', reason: 'InPlaceUpdateFailed', message: 'UpdateMachine hook failed: please check controller logs for errors' });
  expect(client.writes).toEqual([]);
});

test('an update without its InfraMachine fails by another message', async () => {
  const { hooks, pass } = aWorld();
  const { cause, observed } = await failureOf(pass({ infraMachine: { kind: 'notFound' } }));
  expect(cause).toMatchObject({ message: 'in-place update failed: InfraMachine not found' });
  expect(observed.inPlaceUpdate).toEqual({ reason: 'InPlaceUpdateFailed', message: 'In-place update not possible: InfraMachine not found' });
  expect(hooks.calls).toEqual([]);
});

test('a process that does not know its extensions yet waits for them, and calls that no failure', async () => {
  const { hooks, pass } = aWorld();
  hooks.isReady = false;
  expect(await pass()).toMatchObject({ kind: 'requeue', reason: 'WaitingForRuntimeExtensions' });
});
