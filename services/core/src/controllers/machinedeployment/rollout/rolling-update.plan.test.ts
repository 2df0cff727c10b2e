import fc from 'fast-check';
import type { RolloutState, SetReplicas } from './replicas.plan.ts';
import { planRollingUpdate } from './rolling-update.plan.ts';

/** `[desired, current, available]`; sets are named by age: o1 is the oldest. */
type Counts = readonly [desired: number, current: number, available: number];

const set = (name: string, [desired, current, available]: Counts, day = 1): SetReplicas => ({ name, createdAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`, desired, current, available });
const state = (replicas: number, maxSurge: number, maxUnavailable: number, ...[newSet, ...oldSets]: [newSet: Counts, ...oldSets: Counts[]]): RolloutState => ({
  replicas,
  maxSurge,
  maxUnavailable,
  newSet: set('new', newSet, 28),
  // Not in order of age: planners must not rely on it.
  oldSets: oldSets.map((counts, index) => set(`o${String(index + 1)}`, counts, index + 1)).reverse(),
});
const planned = (at: RolloutState): Record<string, number> => Object.fromEntries([...planRollingUpdate(at)].map(([name, { replicas }]) => [name, replicas]));

describe('planRollingUpdate', () => {
  const cases: { name: string; why: string; at: RolloutState; want: Record<string, number> }[] = [
    { name: 'first set', why: 'nothing to replace: all at once', at: state(3, 1, 0, [0, 0, 0]), want: { new: 3 } },
    { name: 'done', why: 'nothing differs', at: state(3, 1, 0, [3, 3, 3]), want: {} },
    { name: 'start with surge', why: 'one more than replicas', at: state(3, 1, 0, [0, 0, 0], [3, 3, 3]), want: { new: 1 } },
    { name: 'new Machine not available', why: 'all old ones are needed', at: state(3, 1, 0, [1, 1, 0], [3, 3, 3]), want: {} },
    { name: 'new Machine available', why: 'one old one may go', at: state(3, 1, 0, [1, 1, 1], [3, 3, 3]), want: { o1: 2 } },
    { name: 'old Machine going', why: 'it still holds its place', at: state(3, 1, 0, [1, 1, 1], [2, 3, 3]), want: {} },
    { name: 'old Machine gone', why: 'its place is free', at: state(3, 1, 0, [1, 1, 1], [2, 2, 2]), want: { new: 2 } },
    { name: 'without surge', why: 'shrinks first', at: state(3, 0, 1, [0, 0, 0], [3, 3, 3]), want: { o1: 2 } },
    { name: 'surge and unavailable', why: 'both at once', at: state(4, 1, 1, [0, 0, 0], [4, 4, 4]), want: { new: 1, o1: 3 } },
    { name: 'all may be unavailable', why: 'all old ones at once', at: state(3, 0, 3, [0, 0, 0], [3, 3, 3]), want: { o1: 0 } },
    { name: 'surge of all', why: 'all new ones at once', at: state(3, 3, 0, [0, 0, 0], [3, 3, 3]), want: { new: 3 } },
    { name: 'old replicas that were never created', why: 'cost no availability', at: state(3, 1, 0, [0, 0, 0], [3, 3, 3], [1, 0, 0]), want: { o2: 0 } },
    { name: 'old Machines unavailable', why: 'they go first, wherever they are', at: state(3, 2, 1, [1, 1, 1], [2, 2, 2], [2, 2, 0]), want: { o2: 0, o1: 1 } },
    { name: 'oldest set first', why: 'order of creation, not of the list', at: state(4, 2, 0, [2, 2, 2], [2, 2, 2], [2, 2, 2]), want: { o1: 0 } },
    { name: 'unavailable new Machines', why: 'each holds back one old one, even a broken one', at: state(4, 1, 1, [1, 1, 0], [2, 2, 2], [2, 2, 0]), want: { o2: 1 } },
    { name: 'scale down', why: 'new set at once', at: state(2, 1, 0, [5, 5, 5]), want: { new: 2 } },
    { name: 'scale down in a rollout', why: 'old sets make room', at: state(2, 1, 0, [1, 1, 1], [4, 4, 4]), want: { o1: 1 } },
    { name: 'scale up in a rollout', why: 'all growth is new', at: state(6, 1, 0, [1, 1, 1], [3, 3, 3]), want: { new: 4 } },
    { name: 'deadlock', why: 'an unavailable old Machine blocks, one goes', at: state(3, 1, 0, [1, 1, 1], [3, 3, 2]), want: { o1: 2 } },
    { name: 'no deadlock while new Machines come up', why: 'they may help', at: state(3, 1, 0, [1, 1, 0], [3, 3, 2]), want: {} },
    { name: 'no deadlock while a Machine goes', why: 'that may help', at: state(3, 1, 0, [1, 1, 1], [2, 3, 2]), want: {} },
    { name: 'unavailable and available of one set', why: 'each deletion is counted once', at: state(6, 0, 4, [0, 0, 0], [6, 6, 5]), want: { o1: 3 } },
    { name: 'many Machines going', why: 'no more until they are gone', at: state(6, 0, 4, [0, 0, 0], [3, 5, 5]), want: { new: 1 } },
    { name: 'replicas to zero', why: 'all sets', at: state(0, 1, 0, [1, 1, 1], [2, 2, 2]), want: { new: 0, o1: 0 } },
  ];
  test.each(cases)('$name → $want ($why)', ({ at, want }) => {
    expect(planned(at)).toEqual(want);
  });

  const counts = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6)).map(([desired, current, available]): Counts => [desired, current, Math.min(available, current)]);
  const anyState = fc
    .tuple(fc.nat(6), fc.nat(3), fc.nat(3), counts, fc.array(counts, { maxLength: 3 }))
    .map(([replicas, maxSurge, maxUnavailable, [desired, current, available], oldSets]) => state(replicas, maxSurge, maxUnavailable, [Math.min(desired, replicas), current, available], ...oldSets));

  /** What stays available if every deletion hits an available Machine. */
  const worstCase = ({ newSet, oldSets }: RolloutState, sizes: Record<string, number>): number =>
    [newSet, ...oldSets].reduce((sum, { name, desired, current, available }) => sum + Math.max(available - Math.max(current - (sizes[name] ?? desired), 0), 0), 0);

  test('no step takes availability below the minimum, even if the MachineSet picks the wrong Machines; only the deadlock breaker may, by one', () => {
    fc.assert(
      fc.property(anyState, (at) => {
        const intents = planRollingUpdate(at);
        const isBreaker = [...intents.values()].some(({ reason }) => reason.includes('unblock'));
        const after = worstCase(at, planned(at)) + (isBreaker ? 1 : 0);
        expect(after).toBeGreaterThanOrEqual(Math.min(worstCase(at, {}), at.replicas - at.maxUnavailable));
      }),
      { numRuns: 2000 },
    );
  });

  test('no step adds Machines beyond replicas + maxSurge, and old sets never grow', () => {
    fc.assert(
      fc.property(anyState, (at) => {
        const sizes = planned(at);
        const total = (chosen: Record<string, number>): number => [at.newSet, ...at.oldSets].reduce((sum, { name, desired, current }) => sum + Math.max(chosen[name] ?? desired, current), 0);
        expect(total(sizes)).toBeLessThanOrEqual(Math.max(total({}), at.replicas + at.maxSurge));
        for (const { name, desired } of at.oldSets) expect(sizes[name] ?? desired).toBeLessThanOrEqual(desired);
      }),
      { numRuns: 2000 },
    );
  });
});
