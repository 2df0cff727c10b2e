import fc from 'fast-check';
import { planShortCircuit } from './short-circuit.plan.ts';
import type { Allowance } from './short-circuit.plan.ts';

const counts = (total: number, unhealthy: number, starting = 0) => ({ total, unhealthy, healthy: total - unhealthy - starting });
const exceeded = (total: number, unhealthy: number, max: number | string): Allowance => ({ kind: 'restricted', message: `Remediation is not allowed, the number of not started or unhealthy machines exceeds maxUnhealthy (total: ${total}, unhealthy: ${unhealthy}, maxUnhealthy: ${max})` });

const cases: readonly { name: string; why: string; limit?: number | string; range?: string; counts: ReturnType<typeof counts>; want: Allowance }[] = [
  { name: 'no limit', why: 'all may be unhealthy', counts: counts(3, 3), want: { kind: 'allowed', remaining: 0 } },
  { name: 'no Machines', why: 'nothing is unhealthy', counts: counts(0, 0), want: { kind: 'allowed', remaining: 0 } },
  { name: 'below the limit', why: 'one more may fail', limit: 2, counts: counts(5, 1), want: { kind: 'allowed', remaining: 1 } },
  { name: 'at the limit', why: 'still allowed', limit: 2, counts: counts(5, 2), want: { kind: 'allowed', remaining: 0 } },
  { name: 'above the limit', why: 'the fault is elsewhere', limit: 2, counts: counts(5, 3), want: exceeded(5, 3, 2) },
  { name: 'starting Machines', why: 'count against the limit', limit: 1, counts: counts(5, 1, 1), want: exceeded(5, 1, 1) },
  { name: 'a percentage', why: 'rounded down: 40% of 4 is 1', limit: '40%', counts: counts(4, 2), want: exceeded(4, 2, '40%') },
  { name: 'a limit of 0', why: 'never', limit: 0, counts: counts(3, 1), want: exceeded(3, 1, 0) },
  { name: 'a limit that is none', why: 'the user must say', limit: '4', counts: counts(3, 1), want: { kind: 'invalid', message: 'unhealthyLessThanOrEqualTo is neither a number nor a percentage: "4"' } },
  { name: 'within the range', why: 'to its upper end', range: '[1-3]', counts: counts(9, 2), want: { kind: 'allowed', remaining: 1 } },
  { name: 'below the range', why: 'too few to bother', range: '[2-3]', counts: counts(9, 1), want: { kind: 'restricted', message: 'Remediation is not allowed, the number of not started or unhealthy machines does not fall within the range (total: 9, unhealthy: 1, unhealthyRange: [2-3])' } },
  { name: 'above the range', why: 'too many', range: '[2-3]', counts: counts(9, 4), want: { kind: 'restricted', message: 'Remediation is not allowed, the number of not started or unhealthy machines does not fall within the range (total: 9, unhealthy: 4, unhealthyRange: [2-3])' } },
  { name: 'both', why: 'the range wins', limit: 0, range: '[1-3]', counts: counts(9, 3), want: { kind: 'allowed', remaining: 0 } },
  { name: 'a range backwards', why: 'nothing is in it', range: '[3-1]', counts: counts(9, 2), want: { kind: 'invalid', message: 'unhealthyInRange is no range from a smaller to a larger number: "[3-1]"' } },
  { name: 'a huge range', why: 'more than any number of Machines', range: '[0-4294967296]', counts: counts(9, 2), want: { kind: 'invalid', message: 'unhealthyInRange is no range from a smaller to a larger number: "[0-4294967296]"' } },
];
test.each(cases)('$name → $want ($why)', ({ limit, range, counts: given, want }) => {
  expect(planShortCircuit({ unhealthyLessThanOrEqualTo: limit, unhealthyInRange: range }, given)).toEqual(want);
});

const machines = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)).map(([healthy, unhealthy, starting]) => ({ total: healthy + unhealthy + starting, healthy, unhealthy }));

test('a limit: never is remediation allowed with more Machines not healthy than it says, and a healthier cluster is never worse off', () => {
  fc.assert(
    fc.property(machines, fc.oneof(fc.nat(60), fc.nat(120).map((percent) => `${percent}%`)), (given, limit) => {
      const found = planShortCircuit({ unhealthyLessThanOrEqualTo: limit }, given);
      const max = typeof limit === 'number' ? limit : Math.floor((Number.parseInt(limit, 10) * given.total) / 100);
      const notHealthy = given.total - given.healthy;
      expect(found).toMatchObject(notHealthy <= max ? { kind: 'allowed', remaining: max - notHealthy } : { kind: 'restricted' });
      const recovered = planShortCircuit({ unhealthyLessThanOrEqualTo: limit }, { ...given, healthy: given.healthy + Math.min(1, notHealthy) });
      if (found.kind === 'allowed') expect(recovered.kind).toBe('allowed');
    }),
  );
});

test('a range: remediation is allowed exactly in it, and says how much is left', () => {
  fc.assert(
    fc.property(machines, fc.nat(60), fc.nat(60), (given, min, width) => {
      const max = min + width;
      const notHealthy = given.total - given.healthy;
      const want = notHealthy >= min && notHealthy <= max ? { kind: 'allowed', remaining: max - notHealthy } : { kind: 'restricted' };
      expect(planShortCircuit({ unhealthyInRange: `[${min}-${max}]` }, given)).toMatchObject(want);
    }),
  );
});
