import fc from 'fast-check';
import { planPausedScaling } from './proportional-scaling.plan.ts';
import type { PausedState, ScaledSet } from './proportional-scaling.plan.ts';

type Counts = readonly [desired: number, maxReplicas?: number, available?: number, annotatedReplicas?: number];

const set = (name: string, [desired, annotatedMaxReplicas, available = desired, annotatedReplicas = desired]: Counts, day: number): ScaledSet => ({
  name,
  createdAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
  desired,
  current: desired,
  available,
  annotatedReplicas,
  annotatedMaxReplicas,
});
const state = (replicas: number, maxSurge: number, newSet: Counts | undefined, ...[oldSets = [], more = {}]: [oldSets?: readonly Counts[], more?: Partial<PausedState>]): PausedState => ({
  replicas,
  maxSurge,
  isRollingUpdate: true,
  currentReplicas: 0,
  newSet: newSet && set('new', newSet, 28),
  oldSets: oldSets.map((counts, index) => set(`o${String(index + 1)}`, counts, index + 1)),
  ...more,
});
const planned = (at: PausedState): Record<string, number> => Object.fromEntries([...planPausedScaling(at)].map(([name, { replicas }]) => [name, replicas]));

describe('planPausedScaling', () => {
  const cases: { name: string; why: string; at: PausedState; want: Record<string, number> }[] = [
    { name: 'only the current set', why: 'takes all of it', at: state(5, 1, [3]), want: { new: 5 } },
    { name: 'only an old set with replicas', why: 'the rollout had not begun', at: state(5, 1, [0], [[3]]), want: { o1: 5 } },
    { name: 'no set with replicas', why: 'the current one grows', at: state(5, 1, [0], [[0]]), want: { new: 5 } },
    { name: 'no current set', why: 'the newest grows', at: state(5, 1, undefined, [[0], [0]]), want: { o2: 5 } },
    { name: 'no change', why: 'nothing to do', at: state(3, 1, [3]), want: {} },
    { name: 'no sets', why: 'nothing to scale', at: state(3, 1, undefined), want: {} },
    { name: 'current set saturated', why: 'leftovers go', at: state(3, 1, [3, 4, 3, 3], [[1, 4]]), want: { o1: 0 } },
    { name: 'current set too new to be saturated', why: 'it was scaled for other replicas', at: state(4, 0, [4, 5, 4, 5], [[1, 5]]), want: { new: 3, o1: 1 } },
    { name: 'growth', why: 'by share: 10 and 20 of 30 become 20 and 40', at: state(60, 0, [10, 30], [[20, 30]]), want: { o1: 40, new: 20 } },
    { name: 'shrinking', why: 'by share', at: state(15, 0, [10, 30], [[20, 30]]), want: { o1: 10, new: 5 } },
    { name: 'surge counts', why: 'sets share replicas + maxSurge', at: state(8, 2, [2, 5], [[3, 5]]), want: { o1: 6, new: 4 } },
    { name: 'rounding', why: 'nobody gets more than what is left, the newest first', at: state(5, 0, [1, 3], [[1, 3], [1, 3]]), want: { new: 2, o2: 2, o1: 1 } },
    { name: 'nothing to go by', why: 'the largest gives, then the next', at: state(1, 0, [1, undefined], [[1, undefined], [1, undefined]]), want: { o1: 0, o2: 0 } },
    { name: 'to zero', why: 'all of them', at: state(0, 1, [1, 4], [[3, 4]]), want: { new: 0, o1: 0 } },
    { name: 'OnDelete with several sets', why: 'users decide', at: state(5, 0, [1, 3], [[2, 3]], { isRollingUpdate: false }), want: {} },
    { name: 'no annotation', why: 'status.replicas of the MachineDeployment is the base', at: state(60, 0, [10, undefined], [[20, undefined]], { currentReplicas: 30 }), want: { o1: 40, new: 20 } },
  ];
  test.each(cases)('$name → $want ($why)', ({ at, want }) => {
    expect(planned(at)).toEqual(want);
  });

  test('several sets together have replicas + maxSurge afterwards, and move in one direction', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined })).map(([desired, max]): Counts => [desired, max, 0]);
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(5), fc.nat(40)), counts, fc.array(counts, { minLength: 1, maxLength: 3 }), ([replicas, maxSurge, currentReplicas], newSet, oldSets) => {
        const at = state(replicas, maxSurge, newSet, oldSets, { currentReplicas });
        const sizes = planned(at);
        const sets = [...at.oldSets, ...(at.newSet ? [at.newSet] : [])];
        expect(sets.reduce((sum, { name, desired }) => sum + (sizes[name] ?? desired), 0)).toBe(replicas + maxSurge);
        const directions = new Set(sets.map(({ name, desired }) => Math.sign((sizes[name] ?? desired) - desired)));
        expect(directions.has(1) && directions.has(-1)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
