import { FakeClient } from '@clusterwright/test-env/client.fake';
import { UpdateMachine } from './hooks.ts';
import { ExtensionCallError, RuntimeExtensionError } from './runtime-extension-error.ts';
import { aHandler, anExtensionConfig, aRuntimeSdk, callContext } from './runtime-sdk.fixtures.ts';

const object = { namespace: 'default', name: 'm' };
const request = { desired: { machine: {}, infrastructureMachine: {} } } as never;
const success = { status: 'Success' };
const unreachable = new ExtensionCallError('connect ECONNREFUSED');

test('handlers are called in the order of their names, each by its own name, until all have answered', async () => {
  const sdk = aRuntimeSdk([anExtensionConfig('z', [aHandler('b.z'), aHandler('a.z')]), anExtensionConfig('y', [aHandler('a.y')])]);
  sdk.transport.answer('UpdateMachine', { status: 'Success', message: 'one', retryAfterSeconds: 20 }, { status: 'Success', message: 'two', retryAfterSeconds: 10 }, success);
  expect(await sdk.caller.handlersOf(UpdateMachine, object)).toEqual(['a.y', 'a.z', 'b.z']);
  expect(await sdk.caller.callAll(UpdateMachine, object, request, callContext())).toEqual({ status: 'Success', message: 'one, two', retryAfterSeconds: 10 });
  expect(sdk.transport.calls.map(({ endpoint, handler, timeoutMs }) => [endpoint.url, handler, timeoutMs])).toEqual([['https://y.example.org', 'a', 5000], ['https://z.example.org', 'a', 5000], ['https://z.example.org', 'b', 5000]]);
});

test('a request says what it is, and carries the settings of both sides, its own first', async () => {
  const sdk = aRuntimeSdk([anExtensionConfig('x', [aHandler('h.x', { timeoutSeconds: undefined })], { settings: { a: 'registered', b: 'registered' } })]);
  sdk.transport.answer('UpdateMachine', success);
  await sdk.caller.callAll(UpdateMachine, object, { ...(request as object), settings: { a: 'request' } } as never, callContext());
  expect(sdk.transport.calls[0]).toMatchObject({ timeoutMs: 10_000, request: { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', kind: 'UpdateMachineRequest', settings: { a: 'request', b: 'registered' }, desired: {} } });
});

const failures = [
  { name: 'refuses', why: 'it was reached and says no', failurePolicy: 'Fail', answer: { status: 'Failure', message: 'disk full' }, message: 'failed to call extension handler "h.x": got failure response with message: disk full' },
  { name: 'refuses, ignorable', why: 'no is no, whatever the policy', failurePolicy: 'Ignore', answer: { status: 'Failure', message: 'disk full' }, message: 'failed to call extension handler "h.x": got failure response with message: disk full' },
  { name: 'says something else', why: 'the protocol has two words', failurePolicy: 'Fail', answer: { status: 'Maybe' }, message: 'failed to call extension handler "h.x": got unknown response status "Maybe" with message: ' },
  { name: 'is not there', why: 'its policy is Fail', failurePolicy: 'Fail', answer: unreachable, message: 'failed to call extension handler "h.x": http call failed: connect ECONNREFUSED' },
  { name: 'answers nonsense', why: 'its policy is Fail', failurePolicy: 'Fail', answer: { status: 1 }, message: 'failed to call extension handler "h.x": http call failed: failed to decode response: status is not a string' },
  { name: 'cannot be called at all', why: 'a wrong configuration is nothing to ignore', failurePolicy: 'Ignore', answer: new RuntimeExtensionError('no https'), message: 'failed to call extension handler "h.x": no https' },
] as const;
test.each(failures)('the call fails where the extension $name ($why), and nobody else is called', async ({ failurePolicy, answer, message }) => {
  const sdk = aRuntimeSdk([anExtensionConfig('x', [aHandler('h.x', { failurePolicy }), aHandler('i.x')])]);
  sdk.transport.answer('UpdateMachine', answer);
  await expect(sdk.caller.callAll(UpdateMachine, object, request, callContext())).rejects.toMatchObject({ code: 'RuntimeExtension', message });
  expect(sdk.transport.calls).toHaveLength(1);
});

test.each([{ answer: unreachable }, { answer: { status: 1 } }])('an extension that may be away counts as successful where it answers $answer', async ({ answer }) => {
  const sdk = aRuntimeSdk([anExtensionConfig('x', [aHandler('h.x', { failurePolicy: 'Ignore' })])]);
  sdk.transport.answer('UpdateMachine', answer);
  expect(await sdk.caller.callAll(UpdateMachine, object, request, callContext())).toEqual({ status: 'Success', message: '', retryAfterSeconds: 0 });
});

test('only extensions for the Namespace of the object are called', async () => {
  const client = new FakeClient({ objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { env: 'prod' } } }] });
  const selecting = (env: string) => ({ namespaceSelector: { matchLabels: { env } } });
  const sdk = aRuntimeSdk([anExtensionConfig('dev', [aHandler('h.dev')], selecting('dev')), anExtensionConfig('prod', [aHandler('h.prod')], selecting('prod'))], client);
  expect(await sdk.caller.handlersOf(UpdateMachine, object)).toEqual(['h.prod']);
  await expect(sdk.caller.handlersOf(UpdateMachine, { namespace: 'gone', name: 'm' })).rejects.toMatchObject({ message: 'failed to match namespace: failed to get namespace gone' });
});

test('calls are counted and timed by host, hook, code and answer', async () => {
  const sdk = aRuntimeSdk([anExtensionConfig('x', [aHandler('h.x')])]);
  sdk.transport.answer('UpdateMachine', success, unreachable, new ExtensionCallError('got 500', { answer: '500' }), { status: 1 });
  for (let i = 0; i < 4; i += 1) await sdk.caller.callAll(UpdateMachine, object, request, callContext()).catch(() => undefined);
  const labels = { host: 'x.example.org', group: 'hooks.runtime.cluster.x-k8s.io', version: 'v1alpha1', hook: 'UpdateMachine' };
  expect(sdk.metrics.counted).toEqual([
    { ...labels, code: '200', status: 'Success' },
    { ...labels, code: '<error>', status: 'Unknown' },
    { ...labels, code: '500', status: 'Unknown' },
    { ...labels, code: '200', status: 'Unknown' },
  ]);
  expect(sdk.metrics.observed.map((each) => each.labels)).toEqual([labels, labels, labels, labels]);
});
