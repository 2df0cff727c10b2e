import { createRetryDelays } from './retry-delays.ts';

const now = new Date('2026-11-21T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

test('delays grow with failures in a row, up to half a minute, each subject by itself', () => {
  const delays = createRetryDelays();
  expect(Array.from({ length: 7 }, () => delays.next('ns/a create'))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(delays.next('ns/a start')).toBe(1000);
  delays.reset('ns/a create');
  expect(delays.next('ns/a create')).toBe(1000);
});

test('a failure that is seen again and again counts once, and the next one waits longer', () => {
  const delays = createRetryDelays();
  expect([delays.remaining('ns/a', 'id-1', now), delays.remaining('ns/a', 'id-1', later(400)), delays.remaining('ns/a', 'id-1', later(5000))]).toEqual([1000, 600, 0]);
  expect(delays.remaining('ns/a', 'id-2', later(5000))).toBe(2000);
});

test('after a failure that announces itself nothing is tried for a while', () => {
  const delays = createRetryDelays();
  expect(delays.held('ns/a', now)).toBe(0);
  expect([delays.hold('ns/a', now), delays.held('ns/a', later(400)), delays.held('ns/a', later(1000))]).toEqual([1000, 600, 0]);
  expect([delays.hold('ns/a', later(1000)), delays.held('ns/a', later(1000))]).toEqual([2000, 2000]);
  delays.reset('ns/a');
  expect(delays.held('ns/a', later(1000))).toBe(0);
});

test('what is known of an object goes with it, and nothing of others', () => {
  const delays = createRetryDelays();
  for (const subject of ['ns/a', 'ns/a start', 'ns/ab start']) delays.next(subject);
  delays.forget('ns/a');
  expect([delays.next('ns/a'), delays.next('ns/a start'), delays.next('ns/ab start')]).toEqual([1000, 1000, 2000]);
});
