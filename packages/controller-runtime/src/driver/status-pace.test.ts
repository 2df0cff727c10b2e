import type { Condition, KubeObject } from '@clusterwright/api';
import { ManualClock } from '../manual-clock.fake.ts';
import { StatusPaces, statusChangeOf } from './status-pace.ts';

const condition = (type: string, status: Condition['status'], reason = 'R'): Condition => ({ type, status, reason, lastTransitionTime: '2026-01-01T00:00:00Z' });
const thing = (status: object = {}, rest: object = {}): KubeObject => ({ apiVersion: 'v1', kind: 'K', metadata: { name: 'n', creationTimestamp: '2026-11-21T11:00:00Z' }, status, ...rest }) as KubeObject;

const changes = [
  { name: 'a field others act on', patch: { nodeRef: { name: 'n' } }, object: thing(), want: 'milestone' },
  { name: 'Ready turning', patch: { conditions: [condition('Ready', 'True')] }, object: thing({ conditions: [condition('Ready', 'False')] }), want: 'milestone' },
  { name: 'the last replica becoming available', patch: { availableReplicas: 3 }, object: thing({}, { spec: { replicas: 3 } }), want: 'milestone' },
  { name: 'one more replica', patch: { availableReplicas: 2 }, object: thing({}, { spec: { replicas: 3 } }), want: 'flip' },
  { name: 'a phase', patch: { phase: 'Running' }, object: thing(), want: 'flip' },
  { name: 'another condition turning', patch: { conditions: [condition('Ready', 'True'), condition('X', 'False')] }, object: thing({ conditions: [condition('Ready', 'True'), condition('X', 'True')] }), want: 'flip' },
  { name: 'a reason', patch: { conditions: [condition('X', 'True', 'Other')] }, object: thing({ conditions: [condition('X', 'True')] }), want: 'text' },
  { name: 'a generation', patch: { observedGeneration: 2 }, object: thing(), want: 'text' },
];
test.each(changes)('$name is a $want', ({ patch, object, want }) => {
  expect(statusChangeOf({ status: patch }, object)).toBe(want);
});

function start() {
  const clock = new ManualClock();
  const paces = new StatusPaces(clock);
  return { clock, paces, pace: paces.of('ns/a') };
}

test('milestones go out at once, flips three seconds after the last write', async () => {
  const { clock, pace } = start();
  pace.wrote();
  await clock.advance(1000);
  expect([pace.waitMs(thing(), 'milestone'), pace.waitMs(thing(), 'flip')]).toEqual([0, 2000]);
  await clock.advance(2000);
  expect(pace.waitMs(thing(), 'flip')).toBe(0);
});

test('a flip waits half a second for company, however long ago the last write was', async () => {
  const { clock, pace } = start();
  pace.wrote();
  await clock.advance(60_000);
  expect(pace.waitMs(thing(), 'flip')).toBe(500);
  await clock.advance(300);
  expect(pace.waitMs(thing(), 'flip')).toBe(200);
  await clock.advance(200);
  expect(pace.waitMs(thing(), 'flip')).toBe(0);
});

test('text waits fifteen seconds from when it first was to be said, and a write in between says it too', async () => {
  const { clock, pace } = start();
  expect(pace.waitMs(thing(), 'text')).toBe(15_000);
  await clock.advance(5000);
  expect(pace.waitMs(thing(), 'text')).toBe(10_000);
  pace.wrote();
  expect(pace.waitMs(thing(), 'text')).toBe(15_000);
});

const created = [
  { name: 'just now', why: 'its first changes gather', at: '2026-11-21T11:59:59Z', want: 1000 },
  { name: 'long ago', why: 'nobody has to wait', at: '2026-11-21T10:00:00Z', want: 0 },
  { name: 'in the future', why: "the server's clock is ahead: that must not silence us for an hour", at: '2026-11-21T13:00:00Z', want: 2000 },
];
test.each(created)('the first flip of an object created $name waits $want ms ($why)', ({ at, want }) => {
  const { pace } = start();
  expect(pace.waitMs({ ...thing(), metadata: { name: 'n', creationTimestamp: at } }, 'flip')).toBe(want);
});

test('a wall clock that jumps changes nothing', async () => {
  const { clock, pace } = start();
  pace.wrote();
  expect(pace.waitMs(thing(), 'text')).toBe(15_000);
  clock.jump(-3_600_000);
  expect([pace.waitMs(thing(), 'flip'), pace.waitMs(thing(), 'text')]).toEqual([3000, 15_000]);
});

test('an object that is gone is forgotten', () => {
  const { paces, pace } = start();
  pace.wrote();
  paces.drop('ns/a');
  expect(pace.waitMs(thing(), 'flip')).toBe(0);
});
