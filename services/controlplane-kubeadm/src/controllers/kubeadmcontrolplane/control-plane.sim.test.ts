/**
 * The plans of this controller in a small world of Machines and etcd members, with failures and changes of mind in between.
 * What must hold at every step, and that all ends well once failures stop.
 */
import fc from 'fast-check';
import { checkReconcile, pick, replicas, settle, snapshot, steps, take, World, type Step } from './control-plane-sim.fixtures.ts';

/** maxSurge 0 needs three replicas: the webhook refuses less. */
const setups = fc.oneof(fc.record({ replicas, maxSurge: fc.constant(1), settled: fc.boolean() }), fc.record({ replicas: fc.constant(3), maxSurge: fc.constant(0), settled: fc.boolean() }));

test('one change at a time, never above surge, quorum never lost, and it converges', () => {
  fc.assert(
    fc.property(setups, steps, (setup, history) => {
      const world = new World(setup.replicas, setup.maxSurge);
      if (setup.settled) settle(world);
      for (const step of history) {
        if (step.kind === 'scale' && setup.maxSurge === 0) continue;
        const before = snapshot(world);
        take(world, step);
        if (step.kind === 'reconcile') checkReconcile(world, before);
      }

      world.healAll();
      world.check();
      settle(world);
      expect(world.isSettled()).toBe(true);

      const { changes } = world;
      world.reconcile();
      expect(world.changes).toBe(changes);
    }),
    { numRuns: 400 },
  );
});

test('an upgrade of three replicas adds one Machine before each it takes away', () => {
  const world = new World(3, 1);
  const settleCounting = (): number[] => {
    const counts: number[] = [];
    for (let round = 0; round < 100 && !world.isSettled(); round += 1) {
      world.reconcile();
      counts.push(world.machines.filter(({ deletedAt }) => deletedAt === undefined).length);
      world.advance(0);
    }
    return counts;
  };
  settleCounting();
  expect(world.machines.map(({ name }) => name)).toEqual(['m1', 'm2', 'm3']);
  world.version += 1;
  const counts = settleCounting();
  expect(Math.max(...counts)).toBe(4);
  expect(Math.min(...counts)).toBe(3);
  expect(world.machines.map(({ version }) => version)).toEqual(['v1.32.0', 'v1.32.0', 'v1.32.0']);
});

/** Failures that a control plane survives, seen by a MachineHealthCheck. */
const failures = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Step>({ kind: 'reconcile' }) },
    { weight: 6, arbitrary: pick.map((n): Step => ({ kind: 'advance', pick: n })) },
    { weight: 2, arbitrary: pick.map((n): Step => ({ kind: 'break', pick: n })) },
    { weight: 2, arbitrary: fc.constant<Step>({ kind: 'breakNewest' }) },
    { weight: 3, arbitrary: fc.constant<Step>({ kind: 'check' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'upgrade' }) },
  ),
  { maxLength: 80 },
);

test('whatever fails within what etcd survives is replaced, one Machine at a time, and nothing heals by itself', () => {
  fc.assert(
    fc.property(fc.constantFrom(3, 5), fc.constantFrom(0, 1), failures, (count, maxSurge, history) => {
      const world = new World(count, maxSurge);
      settle(world);
      for (const step of history) {
        const before = snapshot(world);
        take(world, step);
        if (step.kind === 'reconcile') checkReconcile(world, before);
      }
      for (let round = 0; round < 400 && !(world.isSettled() && world.machines.every(({ sick }) => !sick)); round += 1) {
        const before = snapshot(world);
        world.check();
        world.reconcile();
        checkReconcile(world, before);
        world.advance(round);
      }
      expect(world.machines.filter(({ sick }) => sick)).toEqual([]);
      expect(world.isSettled()).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a Machine of three dies: it goes, its member goes, a new one comes', () => {
  const world = new World(3, 1);
  settle(world);
  world.breakOne(1);
  world.check();
  const story: string[] = [];
  for (let round = 0; round < 20 && !(story.length > 0 && world.isSettled()); round += 1) {
    world.reconcile();
    story.push(`${world.machines.map(({ name, deletedAt }) => (deletedAt === undefined ? name : `(${name})`)).join(' ')} | ${world.members.map(({ name }) => name).join(' ')}`);
    world.advance(0);
  }
  expect([...new Set(story)]).toEqual(['m1 (m2) m3 | m1 m2 m3', 'm1 (m2) m3 | m1 m3', 'm1 m3 m5 | m1 m3', 'm1 m3 m5 | m1 m3 m5']);
  expect(world.note).toBeUndefined();
});

test('before the control plane has come up its only Machine is replaced too', () => {
  const world = new World(1, 1);
  world.reconcile();
  world.breakNewest();
  world.check();
  world.reconcile();
  expect(world.machines[0]?.deletedAt).toBeDefined();
  world.reconcile();
  world.advance(0);
  expect(world.machines).toEqual([]);
  settle(world);
  expect(world.isSettled()).toBe(true);
  expect(world.remediations).toBe(1);
});
