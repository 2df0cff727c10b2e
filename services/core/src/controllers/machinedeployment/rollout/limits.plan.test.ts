import { aMachineDeployment } from '../machinedeployment.fixtures.ts';
import { rolloutLimits } from './limits.plan.ts';

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
