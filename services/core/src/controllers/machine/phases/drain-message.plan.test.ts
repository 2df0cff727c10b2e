import { ApiError } from '@clusterwright/kube-client/errors';
import { aPod } from '../machine.fixtures.ts';
import { drainMessage, evictionFailure, isDrained, type DrainState } from './drain-message.plan.ts';

const drained: DrainState = { terminating: [], failed: new Map(), evictLater: [], completeNow: [], completeLater: [] };
const pods = (...names: string[]) => names.map((name) => aPod(name));
const start = '2026-11-21T11:00:00Z';
const budget = "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget nginx needs 20 healthy pods and has 20 currently";

test('a drain is complete when nobody is left', () => {
  expect(isDrained(drained)).toBe(true);
  expect(isDrained({ ...drained, completeNow: pods('a') })).toBe(false);
  expect(isDrained({ ...drained, failed: new Map([['x', pods('a')]]) })).toBe(false);
});

test('the message tells what each group of Pods waits for', () => {
  const state: DrainState = { terminating: pods('a', 'b'), failed: new Map([[budget, pods('c')], ['some other error', pods('d', 'e', 'f', 'g')]]), evictLater: pods('h'), completeNow: pods('i'), completeLater: pods('j') };
  expect(drainMessage(state, start).split('\n')).toEqual([
    'Drain not completed yet (started at 2026-11-21T11:00:00Z):',
    '* Pods apps/a, apps/b: deletionTimestamp set, but still not removed from the Node',
    "* Pod apps/c: cannot evict pod as it would violate the pod's disruption budget. The disruption budget nginx needs 20 healthy pods and has 20 currently",
    '* Pods apps/d, apps/e, apps/f, ... (1 more): failed to evict Pod, some other error',
    '* Pod apps/i: waiting for completion',
    'After above Pods have been removed from the Node, the following Pods will be evicted: apps/h',
    'After above Pods have been removed from the Node, waiting for the following Pods to complete without eviction: apps/j',
  ]);
});

test('five kinds of failures are named, the rest is counted', () => {
  const failed = new Map(['1', '2', '3', '4', '5', '6', '7'].map((message) => [message, pods(message)]));
  const lines = drainMessage({ ...drained, failed }, start).split('\n');
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toBe('* 2 Pods with other issues');
});

const failures = [
  { name: 'a budget is in the way', error: new ApiError("Cannot evict pod as it would violate the pod's disruption budget.", { status: 429, reason: 'TooManyRequests', details: { causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget nginx needs 20 healthy pods and has 20 currently' }] } }), want: budget },
  { name: 'too many requests for another reason', error: new ApiError('slow down', { status: 429, reason: 'TooManyRequests' }), want: 'slow down' },
  { name: 'the Namespace is going', error: new ApiError('forbidden', { status: 403, reason: 'Forbidden', details: { causes: [{ reason: 'NamespaceTerminating' }] } }), want: 'Cannot evict pod from terminating namespace: unable to create eviction (kube-controller-manager should set deletionTimestamp)' },
  { name: 'we may not', error: new ApiError('forbidden', { status: 403, reason: 'Forbidden' }), want: 'forbidden' },
  { name: 'anything else', error: new Error('boom'), want: 'boom' },
];

test.each(failures)('an eviction fails because $name', ({ error, want }) => {
  expect(evictionFailure(error)).toBe(want);
});
