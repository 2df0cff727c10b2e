import { ago, now } from '../machinehealthcheck.fixtures.ts';
import { checkConditions, soonest, timeLeftMs } from './lasting-conditions.plan.ts';
import type { ConditionCheck, ObservedCondition } from './lasting-conditions.plan.ts';

const check = (timeoutSeconds: number, type = 'Ready', status = 'False'): ConditionCheck => ({ type, status, timeoutSeconds });
const observed = (seconds: number, type = 'Ready', status = 'False'): ObservedCondition => ({ type, status, reason: 'Because', lastTransitionTime: ago(seconds) });
const problem = 'Condition Ready on Node is reporting status False with reason Because for more than 5m0s';

const cases: readonly { name: string; why: string; conditions: readonly ObservedCondition[] | undefined; checks: readonly ConditionCheck[] | undefined; want: ReturnType<typeof checkConditions> }[] = [
  { name: 'no checks', why: 'nothing to look at', conditions: [observed(1000)], checks: undefined, want: { problems: [] } },
  { name: 'no conditions', why: 'what is not reported is not unhealthy', conditions: undefined, checks: [check(300)], want: { problems: [] } },
  { name: 'another status', why: 'only the one named counts', conditions: [observed(1000, 'Ready', 'Unknown')], checks: [check(300)], want: { problems: [] } },
  { name: 'for longer than the timeout', why: 'unhealthy', conditions: [observed(301)], checks: [check(300)], want: { problems: [problem] } },
  { name: 'for exactly the timeout', why: 'not more than it; a second later it is', conditions: [observed(300)], checks: [check(300)], want: { problems: [], nextCheckMs: 1000 } },
  { name: 'for less than the timeout', why: 'looked at when it ends', conditions: [observed(100)], checks: [check(300)], want: { problems: [], nextCheckMs: 201_000 } },
  { name: 'two on the way', why: 'the first one decides when', conditions: [observed(100), observed(100, 'Disk', 'True')], checks: [check(300), check(200, 'Disk', 'True')], want: { problems: [], nextCheckMs: 101_000 } },
  { name: 'one over, one on the way', why: 'it is decided already', conditions: [observed(301), observed(100, 'Disk', 'True')], checks: [check(300), check(200, 'Disk', 'True')], want: { problems: [problem] } },
  { name: 'a timeout of 0', why: 'unhealthy as soon as a second has passed', conditions: [observed(1)], checks: [check(0)], want: { problems: ['Condition Ready on Node is reporting status False with reason Because for more than 0s'] } },
  { name: 'no time', why: 'it has always been so', conditions: [{ type: 'Ready', status: 'False', reason: 'Because' }], checks: [check(300)], want: { problems: [problem] } },
];
test.each(cases)('$name → $want ($why)', ({ conditions, checks, want }) => {
  expect(checkConditions('Node', conditions, checks, now)).toEqual(want);
});

test('all that is wrong is named', () => {
  const { problems } = checkConditions('Machine', [observed(400), observed(400, 'Disk', 'True')], [check(300), check(60, 'Disk', 'True')], now);
  expect(problems).toEqual(['Condition Ready on Machine is reporting status False with reason Because for more than 5m0s', 'Condition Disk on Machine is reporting status True with reason Because for more than 1m0s']);
});

test('times', () => {
  expect([timeLeftMs(ago(10), 9, now), timeLeftMs(ago(10), 10, now), timeLeftMs(ago(10), 20, now), timeLeftMs(ago(-5), 0, now)]).toEqual([undefined, 1000, 11_000, 6000]);
  expect([soonest([]), soonest([undefined]), soonest([5, undefined, 3])]).toEqual([undefined, undefined, 3]);
});
