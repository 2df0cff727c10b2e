import type { KubeObject } from '@clusterwright/api';
import { InterruptedPhases, done, inOrder, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { fakeContext } from '@clusterwright/test-env';
import { byBackend } from './by-backend.ts';

interface Thing extends KubeObject {
  readonly spec: { readonly inMemory?: object };
}
const object = (spec: Thing['spec']): Thing => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' }, spec });

const backend = (name: string): Reconciler<Thing, { readonly seen: readonly string[] }> => ({
  name: 'thing', finalizer: 'f', ownedConditions: [name],
  admit: () => ({ step: 'wait', reason: name }),
  gather: () => ({ seen: [name] }),
  apply: [({ seen }) => ({ outcome: waitFor('a'), observed: { seen: [...seen, 'first'] } }), ({ seen }) => ({ outcome: requeueAfter(5, 'b'), observed: { seen: [...seen, 'second'] } })],
  cleanup: [() => waitFor(name)],
  report: ({ seen }) => ({ status: { seen } }),
});
const both = byBackend<Thing, { seen: readonly string[] }, { seen: readonly string[] }>(({ spec }) => spec.inMemory !== undefined, { docker: backend('docker'), inMemory: backend('inMemory') });

test.each([
  { spec: {}, name: 'docker' },
  { spec: { inMemory: {} }, name: 'inMemory' },
])('an object with $spec is handled by $name alone', async ({ spec, name }) => {
  const ctx = fakeContext();
  expect(await both.admit?.(object(spec), ctx)).toEqual({ step: 'wait', reason: name });
  const scope = await both.gather(object(spec), ctx);
  const result = await both.apply[0]?.(scope, ctx);
  expect(result).toEqual({ outcome: requeueAfter(5, 'b'), observed: { backend: name, scope: { seen: [name, 'first', 'second'] } } });
  expect(await both.cleanup?.[0]?.(scope, ctx)).toMatchObject({ outcome: waitFor(name) });
  expect(both.report?.(scope, { deleting: false, outcomes: [], errors: [] }, ctx)).toEqual({ status: { seen: [name] } });
  expect(both.ownedConditions).toEqual(['docker', 'inMemory']);
});

test('what a backend observed before a phase of it threw is not lost', async () => {
  const ctx = fakeContext();
  const cause = new Error('no answer');
  const failing = inOrder<{ readonly seen: readonly string[] }>(({ seen }) => ({ outcome: done, observed: { seen: [...seen, 'first'] } }), () => { throw cause; });
  const docker = { ...backend('docker'), apply: [failing] };
  const reconciler = byBackend<Thing, { seen: readonly string[] }, { seen: readonly string[] }>(() => false, { docker, inMemory: backend('inMemory') });
  const pass = reconciler.apply[0]?.(await reconciler.gather(object({}), ctx), ctx);
  await expect(pass).rejects.toBeInstanceOf(InterruptedPhases);
  await expect(pass).rejects.toMatchObject({ cause, observed: { backend: 'docker', scope: { seen: ['docker', 'first'] } } });
});
