import { planToken, tokenCheckIntervalMs } from './token.plan.ts';

const now = new Date('2026-11-21T12:00:00Z');
const minute = 60_000;
const ttlMs = 15 * minute;
const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * minute);

const cases = [
  { name: 'new', why: 'more than 5/6 are left', step: 'refreshToken', expiration: inMinutes(15), want: 'fresh' },
  { name: 'just above 5/6', why: 'the limit itself is old', step: 'refreshToken', expiration: new Date(inMinutes(12.5).getTime() + 1), want: 'fresh' },
  { name: 'at 5/6', why: 'a third of the time later it could be too late', step: 'refreshToken', expiration: inMinutes(12.5), want: 'extend' },
  { name: 'expired', why: 'its Secret is still there', step: 'refreshToken', expiration: inMinutes(-1), want: 'extend' },
  { name: 'without expiration', why: 'it gets one', step: 'refreshToken', expiration: undefined, want: 'extend' },
  { name: 'gone', why: 'data of a Machine cannot be replaced', step: 'refreshToken', expiration: 'gone', want: 'lost' },
  { name: 'gone, of a pool', why: 'instances to come read new data', step: 'refreshToken', expiration: 'gone', isMachinePool: true, want: 'renew' },
  { name: 'rotating, more than half left', why: 'good for now', step: 'rotateToken', expiration: inMinutes(7.5), isMachinePool: true, want: 'fresh' },
  { name: 'rotating, less than half left', why: 'the next instance may come late', step: 'rotateToken', expiration: inMinutes(7), isMachinePool: true, want: 'renew' },
  { name: 'rotating, gone', why: 'pools could not grow', step: 'rotateToken', expiration: 'gone', isMachinePool: true, want: 'renew' },
] as const;

test.each(cases)('planToken: $name → $want ($why)', ({ step, expiration, want, ...given }) => {
  expect(planToken({ isMachinePool: false, ...given, step, expiration, now, ttlMs }).step).toBe(want);
});

test('tokens are checked three times in their life', () => {
  expect(tokenCheckIntervalMs(ttlMs)).toBe(5 * minute);
});
