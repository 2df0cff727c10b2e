import fc from 'fast-check';
import { ManualClock, settled } from '../manual-clock.fake.ts';
import { WorkQueue } from './work-queue.ts';

const coalesceMs = 100;
const minIntervalMs = 300;

function start() {
  const clock = new ManualClock();
  const queue = new WorkQueue({ clock, coalesceMs, minIntervalMs });
  const taken: string[] = [];
  /** A worker that takes one key, and leaves giving it back to the test. */
  const takeOne = (): void => void queue.take().then((key) => taken.push(`${key} at ${clock.monotonicMs()}`));
  return { clock, queue, taken, takeOne };
}

test('events that come together wake one pass', async () => {
  const { clock, queue, taken, takeOne } = start();
  takeOne();
  takeOne();
  queue.add('a');
  await clock.advance(60);
  queue.add('a');
  await clock.advance(200);
  expect(taken).toEqual(['a at 100']);
});

test('a key that is worked on waits for its worker, and then comes again once', async () => {
  const { clock, queue, taken, takeOne } = start();
  takeOne();
  takeOne();
  queue.add('a');
  await clock.advance(100);
  queue.add('a');
  queue.add('a');
  await clock.advance(1000);
  expect(taken).toEqual(['a at 100']);
  queue.finish('a');
  await clock.advance(0);
  expect(taken).toEqual(['a at 100', 'a at 1100']);
  queue.finish('a');
  takeOne();
  await clock.advance(10_000);
  expect(taken).toHaveLength(2);
});

test('one key is not handed out more often than its interval allows', async () => {
  const { clock, queue, taken, takeOne } = start();
  for (let i = 0; i < 3; i += 1) {
    takeOne();
    queue.add('a');
    await clock.advance(coalesceMs);
    queue.finish('a');
  }
  await clock.advance(1000);
  expect(taken).toEqual(['a at 100', 'a at 400']);
});

const orders = [
  { name: 'sooner after later', why: 'an event does not wait for a timer', first: 60_000, second: 0, want: ['a at 100'] },
  { name: 'later after sooner', why: 'a timer does not hold up an event', first: 0, second: 60_000, want: ['a at 100'] },
];
test.each(orders)('$name: the earlier time counts ($why)', async ({ first, second, want }) => {
  const { clock, queue, taken, takeOne } = start();
  takeOne();
  queue.add('a', first);
  queue.add('a', second);
  await clock.advance(1000);
  expect(taken).toEqual(want);
});

test('failures come back after a second and a little more each time, up to 1000 seconds', () => {
  const { queue } = start();
  const delays = Array.from({ length: 20 }, () => queue.addAfterFailure('a'));
  expect(delays.slice(0, 4)).toEqual([1005, 1010, 1020, 1040]);
  expect(delays.at(-1)).toBe(1_000_000);
  queue.forget('a');
  expect(queue.addAfterFailure('a')).toBe(1005);
});

test('conflicts come back soon, and less soon in a row: the cache may be what is behind', () => {
  const { queue } = start();
  expect(Array.from({ length: 9 }, () => queue.addAfterConflict('a'))).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  queue.forget('a');
  expect(queue.addAfterConflict('a')).toBe(100);
});

const jumps = [
  { name: 'forward', why: 'timers that run must not be taken for overdue ones', ms: 3_600_000 },
  { name: 'back', why: 'nothing may wait for the old time to come again', ms: -3_600_000 },
];
test.each(jumps)('the wall clock jumping $name by an hour delays no event ($why)', async ({ ms }) => {
  const { clock, queue, taken, takeOne } = start();
  takeOne();
  takeOne();
  queue.add('a');
  await clock.advance(100);
  queue.finish('a');
  queue.add('a', 600_000);
  clock.jump(ms);
  queue.add('a');
  await clock.advance(1000);
  expect(taken).toEqual(['a at 100', 'a at 400']);
});

test('once closed nothing more is handed out, not even what was ready', async () => {
  const { clock, queue, taken, takeOne } = start();
  queue.add('a');
  queue.add('b');
  await clock.advance(1000);
  expect(queue.depth).toBe(2);
  queue.close();
  takeOne();
  queue.add('c');
  await clock.advance(1000);
  expect(taken).toEqual(['undefined at 1000']);
  expect([queue.depth, clock.pending]).toEqual([0, 0]);
});

test('nothing is remembered of a key that was dropped', async () => {
  const { clock, queue, taken, takeOne } = start();
  takeOne();
  queue.add('a');
  await clock.advance(100);
  queue.addAfterFailure('a');
  queue.drop('a');
  queue.finish('a');
  expect(queue.addAfterFailure('a')).toBe(1005);
  expect(taken).toHaveLength(1);
});

type Step = { readonly kind: 'add'; readonly key: string; readonly afterMs: number } | { readonly kind: 'advance'; readonly ms: number } | { readonly kind: 'finish' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), key: fc.constantFrom('a', 'b', 'c'), afterMs: fc.constantFrom(0, 0, 50, 500, 5000) }),
  fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 1000 }) }),
  fc.record({ kind: fc.constant('finish' as const) }),
);

test('whatever happens: one worker a key, never too often, and every addition is followed by a pass in time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (steps, workers) => {
      const { clock, queue } = start();
      const active: string[] = [];
      const starts = new Map<string, number[]>();
      const additions: { key: string; at: number }[] = [];
      const work = (): void =>
        void queue.take().then((key) => {
          if (key === undefined) return;
          expect(active).not.toContain(key);
          active.push(key);
          starts.set(key, [...(starts.get(key) ?? []), clock.monotonicMs()]);
        });
      const finish = (): void => {
        const key = active.shift();
        if (key === undefined) return;
        queue.finish(key);
        work();
      };
      for (let i = 0; i < workers; i += 1) work();
      for (const each of steps) {
        if (each.kind === 'add') {
          additions.push({ key: each.key, at: clock.monotonicMs() });
          queue.add(each.key, each.afterMs);
        } else if (each.kind === 'advance') await clock.advance(each.ms);
        else finish();
        await Promise.resolve();
        await Promise.resolve();
      }
      for (let i = 0; i < 100; i += 1) {
        clock.advanceAtOnce(100);
        await settled();
        finish();
      }
      // Not necessarily at its own time: a pass that comes sooner looks at everything, and asks again for what it still waits for.
      for (const { key, at } of additions) expect(starts.get(key)?.some((time) => time >= at)).toBe(true);
      for (const times of starts.values()) {
        times.slice(1).forEach((time, i) => expect(time - (times[i] ?? 0)).toBeGreaterThanOrEqual(minIntervalMs));
      }
      queue.close();
    }),
    { numRuns: 100 },
  );
});
