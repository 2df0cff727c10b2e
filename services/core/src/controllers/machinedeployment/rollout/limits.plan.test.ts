import { aMachineDeployment } from '../machinedeployment.fixtures.ts';
import { rolloutLimits, scaledValue } from './limits.plan.ts';

describe('scaledValue', () => {
  const cases = [
    { name: 'integer', value: 3, total: 10, round: 'up', want: 3 },
    { name: 'percentage rounded up', value: '25%', total: 10, round: 'up', want: 3 },
    { name: 'percentage rounded down', value: '25%', total: 10, round: 'down', want: 2 },
    { name: 'percentage without remainder', value: '50%', total: 4, round: 'up', want: 2 },
    { name: 'no percentage', value: 'many', total: 4, round: 'up', want: undefined },
    { name: 'number as text', value: '3', total: 4, round: 'up', want: undefined },
  ] as const;
  test.each(cases)('$name: $value of $total → $want', ({ value, total, round, want }) => {
    expect(scaledValue(value, total, round)).toBe(want);
  });
});

describe('rolloutLimits', () => {
  const cases = [
    { name: 'integers', why: 'taken as they are', replicas: 3, maxSurge: 1, maxUnavailable: 0, want: { maxSurge: 1, maxUnavailable: 0 } },
    { name: '2 replicas, 0 and 1%', why: 'both round to nothing: one may be unavailable', replicas: 2, maxSurge: 0, maxUnavailable: '1%', want: { maxSurge: 0, maxUnavailable: 1 } },
    { name: '2 replicas, 1% and 25%', why: 'surge rounds up', replicas: 2, maxSurge: '1%', maxUnavailable: '25%', want: { maxSurge: 1, maxUnavailable: 0 } },
    { name: 'more unavailable than replicas', why: 'cannot be more than all', replicas: 3, maxSurge: 0, maxUnavailable: 10, want: { maxSurge: 0, maxUnavailable: 3 } },
    { name: 'no replicas', why: 'nothing to be unavailable', replicas: 0, maxSurge: 1, maxUnavailable: 1, want: { maxSurge: 1, maxUnavailable: 0 } },
  ] as const;
  test.each(cases)('$name → $want ($why)', ({ replicas, maxSurge, maxUnavailable, want }) => {
    const rollout = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } } as const;
    expect(rolloutLimits(aMachineDeployment({ spec: { replicas, rollout } }))).toEqual(want);
  });

  test('OnDelete has none, and a MachineDeployment without strategy the defaults', () => {
    expect(rolloutLimits(aMachineDeployment({ spec: { rollout: { strategy: { type: 'OnDelete' } } } }))).toEqual({ maxSurge: 0, maxUnavailable: 0 });
    expect(rolloutLimits(aMachineDeployment({ spec: { rollout: undefined } }))).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });
});
