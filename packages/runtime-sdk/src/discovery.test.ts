import { ExtensionCallError } from './runtime-extension-error.ts';
import { anExtensionConfig, aRuntimeSdk } from './runtime-sdk.fixtures.ts';

const requestHook = { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'UpdateMachine' };
const { signal } = new AbortController();

test('handlers get their full names and their defaults', async () => {
  const sdk = aRuntimeSdk();
  sdk.transport.answer('Discovery', { status: 'Success', handlers: [{ name: 'a', requestHook }, { name: 'b', requestHook, timeoutSeconds: 30, failurePolicy: 'Ignore' }, { name: 'c', requestHook, timeoutSeconds: 0 }] });
  expect(await sdk.discover(anExtensionConfig('x', []), signal)).toEqual([
    { name: 'a.x', requestHook, timeoutSeconds: 10, failurePolicy: 'Fail' },
    { name: 'b.x', requestHook, timeoutSeconds: 30, failurePolicy: 'Ignore' },
    { name: 'c.x', requestHook, failurePolicy: 'Fail' },
  ]);
  expect(sdk.transport.calls).toMatchObject([{ handler: undefined, timeoutMs: 10_000, request: { kind: 'DiscoveryRequest' } }]);
});

const refused = [
  { why: 'it refuses', answer: { status: 'Failure', message: 'not now' }, message: 'failed to discover extension "x": got failure response with message: not now' },
  { why: 'it is not there', answer: new ExtensionCallError('connect ECONNREFUSED'), message: 'failed to discover extension "x": http call failed: connect ECONNREFUSED' },
  { why: 'two handlers have one name', answer: { status: 'Success', handlers: [{ name: 'a', requestHook }, { name: 'a', requestHook }] }, message: 'failed to discover extension "x": failed to validate discovery response: duplicate name for handler a found' },
  { why: 'a handler waits too long', answer: { status: 'Success', handlers: [{ name: 'a', requestHook, timeoutSeconds: 31 }] }, message: 'failed to discover extension "x": failed to validate discovery response: handler a timeoutSeconds 31 must be between 0 and 30' },
  { why: 'a policy is unknown', answer: { status: 'Success', handlers: [{ name: 'a', requestHook, failurePolicy: 'Warn' }] }, message: 'failed to discover extension "x": failed to validate discovery response: handler a failurePolicy Warn must equal "Ignore" or "Fail"' },
  { why: 'a hook is unknown', answer: { status: 'Success', handlers: [{ name: 'a', requestHook: { apiVersion: 'a/v1', hook: 'H' } }] }, message: 'failed to discover extension "x": failed to validate discovery response: handler a requestHook a/v1/H is not in the Runtime SDK catalog' },
] as const;
test.each(refused)('an extension is not discovered where $why', async ({ answer, message }) => {
  const sdk = aRuntimeSdk();
  sdk.transport.answer('Discovery', answer);
  await expect(sdk.discover(anExtensionConfig('x', []), signal)).rejects.toMatchObject({ code: 'RuntimeExtension', message });
});

test('all that is wrong with a handler is told at once', async () => {
  const sdk = aRuntimeSdk();
  sdk.transport.answer('Discovery', { status: 'Success', handlers: [{ name: 'A_B', requestHook, timeoutSeconds: -1 }] });
  await expect(sdk.discover(anExtensionConfig('x', []), signal)).rejects.toThrow(/\[handler name A_B is not valid: \[.*\], handler A_B timeoutSeconds -1 must be between 0 and 30\]$/);
});
