import { HookResponseCache } from './hook-response-cache.ts';
import { BeforeClusterDelete, UpdateMachine } from './hooks.ts';

const object = { namespace: 'default', name: 'm' };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
const answer = (retryAfterSeconds: number) => ({ status: 'Success', message: 'copying', retryAfterSeconds });

test('a hook that asked for time is left alone for so long, with what it said', () => {
  const cache = new HookResponseCache();
  cache.remember(UpdateMachine, object, answer(30), at(0));
  expect(cache.pending(UpdateMachine, object, at(10))).toEqual({ afterMs: 20_000, message: 'copying' });
  expect(cache.pending(UpdateMachine, object, at(30))).toBeUndefined();
});

test('hooks and objects do not mix, and what is gone is forgotten', () => {
  const cache = new HookResponseCache();
  cache.remember(UpdateMachine, object, answer(30), at(0));
  expect(cache.pending(BeforeClusterDelete, object, at(0))).toBeUndefined();
  expect(cache.pending(UpdateMachine, { ...object, name: 'n' }, at(0))).toBeUndefined();
  cache.forget(UpdateMachine, object);
  expect(cache.pending(UpdateMachine, object, at(0))).toBeUndefined();
});

test('nobody is believed for longer than a day', () => {
  const cache = new HookResponseCache();
  cache.remember(UpdateMachine, object, answer(1_000_000), at(0));
  expect(cache.pending(UpdateMachine, object, at(0))?.afterMs).toBe(86_400_000);
});
