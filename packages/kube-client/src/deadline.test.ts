import { jest } from '@jest/globals';
import { Deadline } from './deadline.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('fires when time is over, and says so', () => {
  const deadline = new Deadline(2000, [new AbortController().signal]);
  jest.advanceTimersByTime(1999);
  expect(deadline.signal.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(deadline.expired).toBe(true);
  expect(deadline.signal.reason).toMatchObject({ message: 'no answer within 2 s' });
});

test('fires with the first parent, with its reason', () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const deadline = new Deadline(undefined, [one.signal, undefined, two.signal]);
  two.abort('stop');
  expect(deadline).toMatchObject({ expired: false, signal: { aborted: true, reason: 'stop' } });
});

test('has fired already where a parent had', () => {
  const parent = new AbortController();
  parent.abort('before');
  expect(new Deadline(1000, [parent.signal]).signal.reason).toBe('before');
});

test('leaves nothing behind once released', () => {
  const parent = new AbortController();
  const removed: string[] = [];
  const remove = parent.signal.removeEventListener.bind(parent.signal);
  parent.signal.removeEventListener = (...args: Parameters<typeof remove>) => (removed.push(args[0]), remove(...args));
  const deadline = new Deadline(1000, [parent.signal]);
  deadline.release();
  expect(jest.getTimerCount()).toBe(0);
  expect(removed).toEqual(['abort']);
  parent.abort('late');
  expect(deadline.signal.aborted).toBe(false);
});
