import fc from 'fast-check';
import { planOnDelete } from './on-delete.plan.ts';
import type { RolloutState, SetReplicas } from './replicas.plan.ts';

type Counts = readonly [desired: number, current: number];

const set = (name: string, [desired, current]: Counts, day: number): SetReplicas => ({ name, createdAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`, desired, current, available: current });
const state = (replicas: number, newSet: Counts, ...oldSets: Counts[]): RolloutState => ({
  replicas,
  maxSurge: 0,
  maxUnavailable: 0,
  newSet: set('new', newSet, 28),
  oldSets: oldSets.map((counts, index) => set(`o${String(index + 1)}`, counts, index + 1)).reverse(),
});
const planned = (at: RolloutState): Record<string, number> => Object.fromEntries([...planOnDelete(at)].map(([name, { replicas }]) => [name, replicas]));

describe('planOnDelete', () => {
  const cases: { name: string; why: string; at: RolloutState; want: Record<string, number> }[] = [
    { name: 'first set', why: 'nothing to replace', at: state(3, [0, 0]), want: { new: 3 } },
    { name: 'new template', why: 'users decide when', at: state(3, [0, 0], [3, 3]), want: {} },
    { name: 'Machine deleted by a user', why: 'its replica is dropped first', at: state(3, [0, 0], [3, 2]), want: { o1: 2 } },
    { name: 'replica dropped', why: 'the new set fills the gap', at: state(3, [0, 0], [2, 2]), want: { new: 1 } },
    { name: 'scale up', why: 'all growth is new', at: state(5, [0, 0], [3, 3]), want: { new: 2 } },
    { name: 'scale down', why: 'oldest set first', at: state(2, [1, 1], [2, 2], [2, 2]), want: { o1: 0, o2: 1 } },
    { name: 'scale down with a replica deleted already', why: 'that one counts', at: state(2, [0, 0], [4, 3]), want: { o1: 2 } },
    { name: 'scale down below the new set', why: 'both', at: state(1, [2, 2], [1, 1]), want: { new: 1, o1: 0 } },
  ];
  test.each(cases)('$name → $want ($why)', ({ at, want }) => {
    expect(planned(at)).toEqual(want);
  });

  const counts = fc.tuple(fc.nat(6), fc.nat(6)).map(([desired, current]): Counts => [desired, current]);
  const anyState = fc.tuple(fc.nat(8), counts, fc.array(counts, { maxLength: 3 })).map(([replicas, newSet, oldSets]) => state(replicas, newSet, ...oldSets));

  test('no existing Machine goes unless there are more replicas than wanted, and then only the excess', () => {
    fc.assert(
      fc.property(anyState, (at) => {
        const sets = [at.newSet, ...at.oldSets];
        const sizes = planned(at);
        const lost = sets.reduce((sum, { name, desired, current }) => sum + Math.max(Math.min(desired, current) - (sizes[name] ?? desired), 0), 0);
        const excess = Math.max(sets.reduce((sum, { desired, current }) => sum + Math.min(desired, current), 0) - at.replicas, 0);
        // A new set that has not created its replicas yet is cut as a whole, which can only spare existing Machines of others.
        expect(lost).toBeLessThanOrEqual(excess + Math.max(at.newSet.desired - at.newSet.current, 0));
      }),
      { numRuns: 2000 },
    );
  });

  test('never more than the replicas wanted', () => {
    fc.assert(
      fc.property(anyState, (at) => {
        const sizes = planned(at);
        const total = (chosen: Record<string, number>): number => [at.newSet, ...at.oldSets].reduce((sum, { name, desired, current }) => sum + Math.max(chosen[name] ?? desired, current), 0);
        expect(total(sizes)).toBeLessThanOrEqual(Math.max(total({}), at.replicas));
      }),
      { numRuns: 2000 },
    );
  });
});
