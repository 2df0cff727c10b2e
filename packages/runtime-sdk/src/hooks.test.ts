import { Discovery, isKnownHook, UpdateMachine } from './hooks.ts';

const decoded: readonly { readonly name: string; readonly why: string; readonly body: unknown; readonly want: unknown }[] = [
  { name: 'names as documented', why: 'the usual form', body: { status: 'Success', message: 'm', retryAfterSeconds: 5 }, want: { status: 'Success', message: 'm', retryAfterSeconds: 5 } },
  { name: "Go's own names", why: 'what extensions answer that were written without field tags', body: { Status: 'Success', RetryAfterSeconds: 5 }, want: { status: 'Success', message: '', retryAfterSeconds: 5 } },
  { name: 'null', why: 'Go writes it for what is not there', body: { status: 'Success', message: null, retryAfterSeconds: null }, want: { status: 'Success', message: '', retryAfterSeconds: 0 } },
  { name: 'nothing', why: 'the status is looked at later', body: {}, want: { status: '', message: '', retryAfterSeconds: 0 } },
  { name: 'unknown fields', why: 'newer extensions may say more', body: { status: 'Success', apiVersion: 'x', other: [1] }, want: { status: 'Success', message: '', retryAfterSeconds: 0 } },
];
test.each(decoded)('a retry answer with $name is read ($why)', ({ body, want }) => {
  expect(UpdateMachine.decode(body)).toEqual(want);
});

const refused: readonly { readonly why: string; readonly body: unknown; readonly message: string }[] = [
  { why: 'no object', body: 'text', message: 'failed to decode response: response is not an object' },
  { why: 'a number as text', body: { retryAfterSeconds: '5' }, message: 'failed to decode response: retryAfterSeconds is not a 32 bit integer' },
  { why: 'a fraction', body: { retryAfterSeconds: 1.5 }, message: 'failed to decode response: retryAfterSeconds is not a 32 bit integer' },
  { why: 'an object as text', body: { status: {} }, message: 'failed to decode response: status is not a string' },
];
test.each(refused)('an answer is refused that has $why', ({ body, message }) => {
  expect(() => UpdateMachine.decode(body)).toThrow(expect.objectContaining({ code: 'ExtensionCall', message }) as Error);
});

test('handlers are read with whatever case, and wrong ones are named by their place', () => {
  const body = { Status: 'Success', Handlers: [{ Name: 'h', RequestHook: { APIVersion: 'g/v', Hook: 'H' }, TimeoutSeconds: 3 }, { name: 'i', requestHook: { apiVersion: 'g/v', hook: 'H' }, failurePolicy: 'Ignore' }] };
  expect(Discovery.decode(body).handlers).toEqual([
    { name: 'h', requestHook: { apiVersion: 'g/v', hook: 'H' }, timeoutSeconds: 3, failurePolicy: undefined },
    { name: 'i', requestHook: { apiVersion: 'g/v', hook: 'H' }, timeoutSeconds: undefined, failurePolicy: 'Ignore' },
  ]);
  expect(() => Discovery.decode({ handlers: [{}, { requestHook: { hook: 1 } }] })).toThrow('handlers[1].requestHook.hook is not a string');
});

test('of several answers the soonest retry counts, and all messages', () => {
  const answer = (message: string, retryAfterSeconds: number) => ({ status: 'Success', message, retryAfterSeconds });
  expect(UpdateMachine.aggregate([answer('a', 0), answer('', 30), answer('b', 10)])).toEqual({ status: 'Success', message: 'a, b', retryAfterSeconds: 10 });
  expect(UpdateMachine.aggregate([])).toEqual({ status: 'Success', message: '', retryAfterSeconds: 0 });
});

test.each([
  { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'GeneratePatches', want: true },
  { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha2', hook: 'GeneratePatches', want: false },
  { apiVersion: 'hooks.runtime.cluster.x-k8s.io/v1alpha1', hook: 'generatepatches', want: false },
])('$hook of $apiVersion is in the catalogue: $want', ({ apiVersion, hook, want }) => {
  expect(isKnownHook(apiVersion, hook)).toBe(want);
});
