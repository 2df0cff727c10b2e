import type { KubeObject } from '@clusterwright/api';
import { TerminalError } from '@clusterwright/api/errors';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { fakeClient } from '@clusterwright/test-env';
import type { AdmissionWebhook } from '../webhook.ts';
import { reviewDefaults, reviewValidation } from './admission-review.ts';
import type { AdmissionRequest } from './admission-review.ts';

interface Thing extends KubeObject {
  spec: { size?: number };
}
const deps = { client: fakeClient(), now: () => new Date('2026-11-21T12:00:00Z') };
const resource = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const thing = (spec: Thing['spec'] = {}): Thing => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'ns' }, spec });
const request = (rest: Partial<AdmissionRequest> = {}): AdmissionRequest => ({ uid: 'u', operation: 'CREATE', object: thing(), ...rest });
const webhook = (parts: { defaults?: (object: Thing, previous: Thing | undefined) => Thing; validate?: (...args: never[]) => unknown }) => ({ resource, ...parts }) as unknown as AdmissionWebhook;

test('defaults come back as a patch', async () => {
  const response = await reviewDefaults(webhook({ defaults: (object) => ({ ...object, spec: { size: 3 } }) }), request(), deps);
  expect(response).toMatchObject({ uid: 'u', allowed: true, patchType: 'JSONPatch' });
  expect(JSON.parse(Buffer.from(response.patch ?? '', 'base64').toString())).toEqual([{ op: 'add', path: '/spec/size', value: 3 }]);
});

const unpatched = [
  { name: 'nothing to default', why: 'an empty patch says nothing', webhook: webhook({ defaults: (object) => object }), request: request() },
  { name: 'no defaults', why: 'only validation was declared', webhook: webhook({}), request: request() },
  { name: 'no object', why: 'a deletion has none', webhook: webhook({ defaults: (object) => ({ ...object, spec: { size: 1 } }) }), request: request({ object: null, operation: 'DELETE' }) },
];
test.each(unpatched)('with $name the request passes unchanged ($why)', async ({ webhook: hook, request: given }) => {
  expect(await reviewDefaults(hook, given, deps)).toEqual({ uid: 'u', allowed: true });
});

const operations = [
  { operation: 'CREATE', why: 'there was nothing before', want: ['new', undefined] },
  { operation: 'UPDATE', why: 'changes are judged', want: ['new', 'old'] },
  { operation: 'DELETE', why: 'what goes is judged', want: ['old', undefined] },
] as const;
test.each(operations)('on $operation validation sees $want ($why)', async ({ operation, want }) => {
  let seen: unknown[] = [];
  const validate = (next: Thing, previous: Thing | undefined, context: { operation: string }) => ((seen = [next.kind, previous?.kind, context.operation]), []);
  const named = (kind: string): Thing => ({ ...thing(), kind });
  expect(await reviewValidation(webhook({ validate: validate }), request({ operation, object: operation === 'DELETE' ? null : named('new'), oldObject: operation === 'CREATE' ? null : named('old') }), deps)).toEqual({ uid: 'u', allowed: true });
  expect(seen).toEqual([...want, operation]);
});

test('errors of fields refuse the object as Kubernetes would', async () => {
  const validate = () => [{ field: 'spec.size', type: 'Required', detail: 'is needed' }];
  expect(await reviewValidation(webhook({ validate }), request(), deps)).toMatchObject({ allowed: false, status: { code: 422, reason: 'Invalid', message: 'Thing.g "a" is invalid: spec.size: Required value: is needed' } });
});

const thrown = [
  { name: 'a defect', why: 'it is ours, and must not end the process', error: new TypeError('x is undefined'), want: { code: 500, reason: 'InternalError', message: 'x is undefined' } },
  { name: 'a refusal', why: 'it was meant so', error: new TerminalError('not in this state'), want: { code: 403, reason: 'Forbidden' } },
  { name: 'a refusal of the API server', why: 'it is passed on', error: new ApiError('no such class', { status: 404, reason: 'NotFound' }), want: { code: 404, reason: 'NotFound' } },
  { name: 'an API server that does not answer', why: 'that says nothing about the object', error: new TransportError('refused'), want: { code: 500, reason: 'InternalError' } },
];
test.each(thrown)('$name refuses with $want.code ($why)', async ({ error, want }) => {
  const fail = () => {
    throw error;
  };
  expect(await reviewValidation(webhook({ validate: fail }), request(), deps)).toMatchObject({ allowed: false, status: { ...want, status: 'Failure' } });
  expect(await reviewDefaults(webhook({ defaults: fail }), request(), deps)).toMatchObject({ allowed: false, status: want });
});
