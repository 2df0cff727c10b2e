import { createRetryDelays } from './retry-delays.ts';

const now = new Date('2026-11-21T12:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

test('delays grow with failures in a row, up to half a minute, each subject by itself', () => {
  const delays = createRetryDelays();
  expect(Array.from({ length: 7 }, () => delays.failed('ns/a create', now))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(delays.failed('ns/a start', now)).toBe(1000);
  delays.reset('ns/a create');
  expect(delays.failed('ns/a create', now)).toBe(1000);
});

test('a failure that is seen again and again counts once, and the next one waits longer', () => {
  const delays = createRetryDelays();
  expect([0, 400, 5000].map((ms) => delays.failed('ns/a', later(ms), 'id-1'))).toEqual([1000, 600, 0]);
  expect(delays.failed('ns/a', later(5000), 'id-2')).toBe(2000);
});

test('until the next try, everybody can see what is left to wait', () => {
  const delays = createRetryDelays();
  expect(delays.held('ns/a', now)).toBe(0);
  delays.failed('ns/a', now);
  expect([0, 400, 1000].map((ms) => delays.held('ns/a', later(ms)))).toEqual([1000, 600, 0]);
  delays.reset('ns/a');
  expect(delays.held('ns/a', now)).toBe(0);
});

test('what is known of an object goes with it, and nothing of others', () => {
  const delays = createRetryDelays();
  const fail = (subject: string): number => delays.failed(subject, now);
  for (const subject of ['ns/a', 'ns/a start', 'ns/ab start']) fail(subject);
  delays.forget('ns/a');
  expect(['ns/a', 'ns/a start', 'ns/ab start'].map(fail)).toEqual([1000, 1000, 2000]);
});
