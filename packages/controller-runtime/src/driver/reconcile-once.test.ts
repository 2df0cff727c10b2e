import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { TerminalError } from '@clusterwright/api/errors';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { fakeClient, fakeContext } from '@clusterwright/test-env';
import { done, requeueAfter, waitFor } from '../outcome.ts';
import { inOrder } from '../reconciler.ts';
import type { Reconciler } from '../reconciler.ts';
import { reconcileOnce } from './reconcile-once.ts';
import type { Driver } from './reconcile-once.ts';
import { unpaced } from './status-pace.ts';

interface Thing extends KubeObject {
  spec?: { size?: number };
  status?: { phase?: string; observedGeneration?: number; conditions?: Condition[] };
}
interface Scope {
  readonly thing: Thing;
  readonly seen?: string;
}
const things: Resource<Thing> = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const key = { namespace: 'ns', name: 'a' };
const finalizer = 'g/thing';
const thing = (metadata: Partial<KubeObject['metadata']> = {}, rest: Partial<Thing> = {}): Thing => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { ...key, finalizers: [finalizer], ...metadata }, ...rest });
const deleting = { deletionTimestamp: '2026-11-21T11:00:00Z' };

function setUp(object: Thing | undefined, reconciler: Partial<Reconciler<Thing, Scope>> = {}, rest: Partial<Driver<Thing, Scope>> = {}) {
  const client = fakeClient(object ? [object] : []);
  const ctx = fakeContext();
  const driver: Driver<Thing, Scope> = {
    client,
    resource: things,
    statusPace: unpaced,
    reconciler: {
      name: 'thing',
      finalizer,
      ownedConditions: ['Ready'],
      gather: (found) => ({ thing: found }),
      apply: [() => done],
      cleanup: [() => done],
      report: (_scope, { errors, outcomes }) => ({ conditions: [{ type: 'Ready', status: errors.length + outcomes.length > 0 ? 'False' : 'True', reason: errors[0]?.name ?? (outcomes[0]?.kind === 'wait' ? outcomes[0].reason : 'Ready') }] }),
      ...reconciler,
    },
    ...rest,
  };
  const [stored] = [() => client.objects(things)[0]];
  const reason = (type = 'Ready'): string | undefined => stored()?.status?.conditions?.find((condition) => condition.type === type)?.reason;
  return { client, ctx, driver, stored, reason, run: () => reconcileOnce(driver, key, ctx), writes: () => client.writes.map(({ verb, subresource }) => (subresource ? `${verb} ${subresource}` : verb)) };
}
const fails = (error: Error) => () => {
  throw error;
};
const conflict = new ApiError('somebody else was first', { status: 409, reason: 'Conflict' });
const notFound = new ApiError('not found', { status: 404, reason: 'NotFound' });

describe('the finalizer', () => {
  test('is stored before any phase runs', async () => {
    const seen: (string[] | undefined)[] = [];
    const { run, stored } = setUp(thing({ finalizers: undefined }), { apply: [({ thing: found }) => (seen.push(found.metadata.finalizers), done)] });
    expect(await run()).toEqual({ kind: 'success' });
    expect(seen).toEqual([[finalizer]]);
    expect(stored()?.metadata.finalizers).toEqual([finalizer]);
  });

  test('that cannot be stored keeps every phase from running', async () => {
    let phases = 0;
    const { run, client } = setUp(thing({ finalizers: undefined }), { apply: [() => ((phases += 1), done)] });
    client.failNext('patch', new TransportError('no answer'));
    expect(await run()).toMatchObject({ kind: 'error', retry: true });
    expect(phases).toBe(0);
  });

  test('of others stay beside it', async () => {
    const { run, stored } = setUp(thing({ finalizers: ['other'] }));
    await run();
    expect(stored()?.metadata.finalizers).toEqual(['other', finalizer]);
  });

  const keeps = [
    { name: 'fails', why: 'what it left would leak', phase: fails(new Error('no answer')), end: { kind: 'error' }, reason: 'Error' },
    { name: 'waits', why: 'it is not done', phase: () => waitFor('Draining'), end: { kind: 'success' }, reason: 'Draining' },
    { name: 'looks again later', why: 'it is not done', phase: () => requeueAfter(5000, 'Draining'), end: { kind: 'requeueAfter', afterMs: 5000 }, reason: 'Ready' },
    { name: 'meets a conflict', why: 'what it wanted is not written', phase: fails(conflict), end: { kind: 'conflict' }, reason: 'ApiError' },
    { name: 'cannot go on', why: 'a person must look', phase: fails(new TerminalError('no')), end: { kind: 'error', retry: false }, reason: 'TerminalError' },
  ];
  test.each(keeps)('stays while a cleanup phase $name ($why)', async ({ phase, end, reason: want }) => {
    const { run, stored, reason } = setUp(thing(deleting), { cleanup: [() => done, phase, () => done] });
    expect(await run()).toMatchObject(end);
    expect(stored()?.metadata.finalizers).toEqual([finalizer]);
    expect(reason()).toBe(want);
  });

  test('goes when every cleanup phase is done, and the object with it', async () => {
    const { run, stored, writes } = setUp(thing(deleting));
    expect(await run()).toEqual({ kind: 'success' });
    expect(stored()).toBeUndefined();
    expect(writes()).toEqual(['patch']);
  });

  test('goes, and those of others stay', async () => {
    const { run, stored } = setUp(thing({ ...deleting, finalizers: ['other', finalizer] }));
    await run();
    expect(stored()?.metadata.finalizers).toEqual(['other']);
  });

  test('of a new object under the same name is not touched by the cleanup of the old one', async () => {
    const { client, run, stored } = setUp(thing(deleting), {
      cleanup: [
        () => {
          client.remove(things, key).put(thing({ uid: 'new' }));
          return done;
        },
      ],
    });
    expect(await run()).toEqual({ kind: 'success' });
    expect(stored()?.metadata).toMatchObject({ uid: 'new', finalizers: [finalizer] });
    expect(client.writes).toEqual([]);
  });

  test('that somebody else took is no error', async () => {
    const { client, run } = setUp(thing(deleting));
    client.failNext('patch', notFound);
    expect(await run()).toEqual({ kind: 'success' });
  });

  test('a deleted object without ours is left alone', async () => {
    let phases = 0;
    const { run, client } = setUp(thing({ ...deleting, finalizers: ['other'] }), { cleanup: [() => ((phases += 1), done)] });
    expect(await run()).toEqual({ kind: 'success' });
    expect([phases, client.writes.length]).toEqual([0, 0]);
  });
});

describe('phases', () => {
  test('all run even when one fails, see what earlier ones observed, and the report is written', async () => {
    const seen: (string | undefined)[] = [];
    const { run, reason } = setUp(thing(), {
      apply: [() => ({ outcome: done, observed: { seen: 'by the first' } }), fails(new Error('second')), ({ seen: text }) => (seen.push(text), done)],
    });
    const end = await run();
    expect(end).toMatchObject({ kind: 'error', retry: true, error: { message: 'second' } });
    expect(seen).toEqual(['by the first']);
    expect(reason()).toBe('Error');
  });

  test('that fail together are one error', async () => {
    const { run } = setUp(thing(), { apply: [fails(new Error('one')), fails(conflict), fails(new TerminalError('two'))] });
    expect(await run()).toMatchObject({ kind: 'error', retry: true, error: { name: 'AggregateError', message: 'one; two' } });
  });

  test('the soonest of their times counts', async () => {
    const { run } = setUp(thing(), { apply: [() => requeueAfter(9000, 'slow'), () => requeueAfter(2000, 'soon'), () => waitFor('x')] });
    expect(await run()).toEqual({ kind: 'requeueAfter', afterMs: 2000, reason: 'soon' });
  });
});

describe('the report', () => {
  test('is one status write, and none where nothing changes', async () => {
    const { run, writes, stored } = setUp(thing(), { report: () => ({ status: { phase: 'Running' }, conditions: [{ type: 'Ready', status: 'True', reason: 'Ready' }] }) });
    await run();
    expect(writes()).toEqual(['patch status']);
    expect(stored()?.status).toMatchObject({ phase: 'Running', observedGeneration: 1 });
    await run();
    expect(writes()).toHaveLength(1);
  });

  test('a phase that throws within a sequence loses nothing of what was observed before it', async () => {
    const terminal = new TerminalError('no');
    const observing = (seen: string) => () => ({ outcome: done, observed: { seen } });
    const { run, stored } = setUp(thing(), {
      apply: [inOrder<Scope>(observing('first'), inOrder<Scope>(observing('second'), fails(terminal)), observing('never'))],
      report: ({ seen }) => ({ status: { phase: seen } }),
    });
    expect(await run()).toEqual({ kind: 'error', error: terminal, retry: false });
    expect(stored()?.status?.phase).toBe('second');
  });

  test('says which generation was seen only where nothing failed', async () => {
    const { run, stored } = setUp(thing({ generation: 4 }), { apply: [fails(new Error('no'))] });
    await run();
    expect(stored()?.status?.observedGeneration).toBeUndefined();
  });

  test('that cannot be written is an error beside those of the phases', async () => {
    const { run, client } = setUp(thing(), { apply: [fails(new Error('phase'))] });
    client.failNext('patch', new TransportError('no answer'));
    expect(await run()).toMatchObject({ kind: 'error', error: { message: 'phase; no answer' } });
  });

  test('about an object that vanished is no error', async () => {
    const { run, client } = setUp(thing());
    client.failNext('patch', notFound);
    expect(await run()).toEqual({ kind: 'success' });
  });

  test('that meets a conflict is quiet', async () => {
    const { run, client, ctx } = setUp(thing());
    client.failNext('patch', conflict);
    expect(await run()).toMatchObject({ kind: 'conflict', error: { message: conflict.message } });
    expect(ctx.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('is written though the pass has taken too long: its own signal counts', async () => {
    const over = AbortSignal.abort(new Error('pass took longer than 60 s'));
    const life = new AbortController();
    const { driver, client, ctx } = setUp(thing(), { apply: [fails(new Error('aborted'))] }, { reportSignal: life.signal });
    await reconcileOnce(driver, key, { ...ctx, signal: over });
    expect(client.writes.map(({ options }) => (options as { signal?: AbortSignal }).signal)).toEqual([life.signal]);
  });
});

describe('a paused object', () => {
  const paused = { annotations: { 'cluster.x-k8s.io/paused': '' } };
  test('is told so and nothing else', async () => {
    let phases = 0;
    const { run, reason, writes } = setUp(thing(paused), { apply: [() => ((phases += 1), done)] });
    expect(await run()).toEqual({ kind: 'success' });
    expect([phases, reason('Paused'), reason()]).toEqual([0, 'Paused', undefined]);
    await run();
    expect(writes()).toEqual(['patch status']);
  });

  test('is not cleaned up either', async () => {
    const { run, stored } = setUp(thing({ ...paused, ...deleting }));
    await run();
    expect(stored()?.metadata.finalizers).toEqual([finalizer]);
  });

  test('by its Cluster is the same', async () => {
    const { run, stored } = setUp(thing(), { admit: () => ({ step: 'proceed', clusterPaused: true }) });
    await run();
    expect(stored()?.status?.conditions).toMatchObject([{ type: 'Paused', status: 'True', message: 'Cluster spec.paused is set to true' }]);
  });

  test('keeps the conditions it had', async () => {
    const { run, reason } = setUp(thing(paused, { status: { conditions: [{ type: 'Ready', status: 'True', reason: 'Before', lastTransitionTime: '2026-01-01T00:00:00Z' }] } }));
    await run();
    expect([reason(), reason('Paused')]).toEqual(['Before', 'Paused']);
  });

  test('that is reconciled all the same has no such condition', async () => {
    const { run, reason } = setUp(thing(paused), { pausable: false });
    await run();
    expect([reason(), reason('Paused')]).toEqual(['Ready', undefined]);
  });
});

describe('an object that is none of our business', () => {
  const cases = [
    { name: 'waits for its owner', why: 'admit says so', reconciler: { admit: () => ({ step: 'wait', reason: 'NoOwner' }) as const }, rest: {} },
    { name: 'belongs to another manager', why: 'its label is another one', reconciler: {}, rest: { accepts: () => false } },
  ];
  test.each(cases)('$name: nothing is written, not even the finalizer ($why)', async ({ reconciler, rest }) => {
    const { run, client } = setUp(thing({ finalizers: undefined }), reconciler, rest);
    expect(await run()).toEqual({ kind: 'success' });
    expect(client.writes).toEqual([]);
  });
});

test('an object that is gone is forgotten', async () => {
  const forgotten: unknown[] = [];
  const { run } = setUp(undefined, { forget: (each) => void forgotten.push(each) });
  expect(await run()).toEqual({ kind: 'gone' });
  expect(forgotten).toEqual([key]);
});

const ends = [
  { name: 'gather fails', why: 'nothing is known, so nothing is said', reconciler: { gather: fails(new Error('cache')) }, want: { kind: 'error', retry: true } },
  { name: 'admit meets a conflict', why: 'it is quiet like any other', reconciler: { admit: fails(conflict) }, want: { kind: 'conflict' } },
  { name: 'report throws', why: 'a defect of ours', reconciler: { report: fails(new TypeError('x is undefined')) }, want: { kind: 'error', error: { name: 'TypeError' } } },
  { name: 'only terminal errors', why: 'trying again cannot help', reconciler: { apply: [fails(new TerminalError('a')), fails(new TerminalError('b'))] }, want: { kind: 'error', retry: false } },
];
test.each(ends)('$name: the pass ends and does not throw ($why)', async ({ reconciler, want }) => {
  expect(await setUp(thing(), reconciler).run()).toMatchObject(want);
});

test.each([
  { name: 'no retry follows', error: new TerminalError('no'), retry: false },
  { name: 'a retry follows, maybe much later', error: new Error('no answer'), retry: true },
])('a status that is held back is not forgotten after an error: $name', async ({ error, retry }) => {
  const { run, reason } = setUp(thing(), { apply: [fails(error)] }, { statusPace: { waitMs: () => 1_500, wrote: () => undefined } });
  expect(await run()).toMatchObject({ kind: 'error', retry, heldMs: 1_500 });
  expect(reason()).toBeUndefined();
});
