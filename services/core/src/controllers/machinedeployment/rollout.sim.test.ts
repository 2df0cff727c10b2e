import fc from 'fast-check';
import type { Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import type { MachineSetScope } from '../machineset/machineset.scope.ts';
import { reportMachineSet } from '../machineset/machineset.status.ts';
import { planScale } from '../machineset/phases/scale.plan.ts';
import { newMachineIntent } from '../machineset/replicas/machine-intent.plan.ts';
import { machineTemplateUpToDate } from './machine-template-diff.ts';
import { aCluster, aCondition, aMachineDeployment, aTemplate, infrastructureRef } from './machinedeployment.fixtures.ts';
import { planRollout } from './phases/rollout.plan.ts';
import { rolloutLimits } from './rollout/limits.plan.ts';

/** The plans of MachineDeployments and MachineSets, carried out in memory; Machines become available and disappear when the test says so. */
class World {
  machineDeployment: MachineDeployment;
  machineSets: MachineSet[] = [];
  machines: Machine[] = [];
  /** Deletions by MachineSets, which users did not ask for. */
  deletions = 0;
  #names = 0;
  #seconds = 0;

  constructor(machineDeployment: MachineDeployment) {
    this.machineDeployment = machineDeployment;
  }

  get replicas(): number {
    return this.machineDeployment.spec.replicas ?? 0;
  }

  /** Machines that serve: those being deleted do not count, whatever their conditions say. */
  get available(): number {
    return this.machines.filter((machine) => !isDeleting(machine) && isAvailable(machine)).length;
  }

  change(spec: Partial<MachineDeployment['spec']>): void {
    const { metadata } = this.machineDeployment;
    this.machineDeployment = { ...this.machineDeployment, metadata: { ...metadata, generation: (metadata.generation ?? 0) + 1 }, spec: { ...this.machineDeployment.spec, ...spec } };
  }

  reconcileMachineDeployment(): void {
    const plan = planRollout({ machineDeployment: this.machineDeployment, machineSets: this.machineSets, templatesExist: true, now: this.#now(), suffix: this.#name() });
    if (plan.step !== 'apply') throw new Error(plan.reason);
    for (const { current, intent } of plan.machineSets) {
      const changed = current !== undefined && JSON.stringify(current.spec) !== JSON.stringify(intent.spec);
      const metadata = { creationTimestamp: this.#now().toISOString(), generation: 1, ...current?.metadata, ...intent.metadata, uid: `uid-${intent.metadata.name}` };
      const next: MachineSet = { ...intent, metadata: { ...metadata, generation: metadata.generation + (changed ? 1 : 0) }, ...(current?.status ? { status: current.status } : {}) };
      this.machineSets = [...this.machineSets.filter(({ metadata: { name } }) => name !== intent.metadata.name), next];
    }
    const obsolete = plan.obsolete.map(({ metadata }) => metadata.name);
    this.machineSets = this.machineSets.filter(({ metadata }) => !obsolete.includes(metadata.name));
  }

  reconcileMachineSet(index: number): void {
    const machineSet = this.machineSets[index % this.machineSets.length];
    if (!machineSet) return;
    const plan = planScale(this.#scope(machineSet));
    if (plan.step === 'create') for (let i = 0; i < plan.count; i++) this.#createMachine(machineSet);
    if (plan.step === 'delete') {
      this.deletions += plan.victims.length;
      for (const { metadata } of plan.victims) this.deleteMachine(metadata.name);
    }
    const { status = {} } = reportMachineSet(this.#scope(machineSet), { deleting: false, outcomes: [], errors: [] }, { now: () => this.#now() });
    const observed: MachineSet = { ...machineSet, status: { ...(status as MachineSet['status']), observedGeneration: machineSet.metadata.generation } };
    this.machineSets = this.machineSets.map((set) => (set === machineSet ? observed : set));
  }

  /** What the Machine controller would do next for one Machine: available where it comes up, gone where it is being deleted. */
  progress(index: number): void {
    const machine = this.machines[index % this.machines.length];
    if (!machine) return;
    if (isDeleting(machine)) this.machines = this.machines.filter((candidate) => candidate !== machine);
    else this.#setAvailable(machine, 'True');
  }

  fail(index: number): void {
    const machine = this.machines[index % this.machines.length];
    if (machine && !isDeleting(machine)) this.#setAvailable(machine, 'False');
  }

  /** A Machine being deleted says that it is not ready any more, some time before it is gone. */
  drain(index: number): void {
    const machine = this.machines[index % this.machines.length];
    if (machine && isDeleting(machine)) this.#setAvailable(machine, 'False');
  }

  deleteMachine(name: string): void {
    this.machines = this.machines.map((machine) => (machine.metadata.name === name ? { ...machine, metadata: { ...machine.metadata, deletionTimestamp: this.#now().toISOString() } } : machine));
  }

  /** Everybody works until nothing changes any more; returns the rounds it took. */
  settle(canProgress: (machine: Machine) => boolean = () => true): number {
    for (let round = 0; round < 400; round++) {
      const before = JSON.stringify([this.machineSets.map(({ metadata, spec, status }) => [metadata.name, spec, status]), this.machines]);
      this.reconcileMachineDeployment();
      this.machineSets.forEach((_set, index) => this.reconcileMachineSet(index));
      for (const machine of this.machines) {
        if (isDeleting(machine) || (canProgress(machine) && !isAvailable(machine))) this.progress(this.machines.indexOf(machine));
        else this.#setAvailable(machine, isAvailable(machine) ? 'True' : 'False');
      }
      if (JSON.stringify([this.machineSets.map(({ metadata, spec, status }) => [metadata.name, spec, status]), this.machines]) === before) return round;
    }
    throw new Error(`did not settle: ${JSON.stringify(this.machineSets.map(({ metadata, spec, status }) => [metadata.name, spec.replicas, status?.replicas, status?.availableReplicas]))}`);
  }

  get outdated(): readonly Machine[] {
    return this.machines.filter((machine) => !machineTemplateUpToDate({ current: this.#templateOf(machine), desired: this.machineDeployment.spec.template }).upToDate);
  }

  #templateOf(machine: Machine): MachineSet['spec']['template'] {
    const owner = this.machineSets.find(({ metadata }) => metadata.uid === machine.metadata.ownerReferences?.[0]?.uid);
    if (!owner) throw new Error(`Machine ${machine.metadata.name} has lost its MachineSet`);
    return owner.spec.template;
  }

  #createMachine(machineSet: MachineSet): void {
    const intent = newMachineIntent(machineSet, { name: `m-${this.#name()}`, bootstrapRef: undefined, infrastructureRef });
    const { name } = intent.metadata;
    const upToDate = machineTemplateUpToDate({ current: machineSet.spec.template, desired: this.machineDeployment.spec.template }).upToDate;
    const conditions = [aCondition('UpToDate', upToDate ? 'True' : 'False')];
    this.machines.push({ ...intent, metadata: { ...intent.metadata, uid: `uid-${name}`, creationTimestamp: this.#now().toISOString() }, status: { conditions } });
  }

  #setAvailable(machine: Machine, status: 'True' | 'False'): void {
    const upToDate = !this.outdated.includes(machine);
    const conditions = [aCondition('Ready', status), aCondition('Available', status), aCondition('UpToDate', upToDate ? 'True' : 'False')];
    const next: Machine = { ...machine, status: { nodeRef: { name: machine.metadata.name }, conditions } };
    this.machines = this.machines.map((candidate) => (candidate === machine ? next : candidate));
  }

  #scope(machineSet: MachineSet): MachineSetScope {
    const found = { kind: 'found', object: { apiVersion: 'i/v1', kind: 'T', metadata: { name: 't' } }, resource: { group: 'i', version: 'v1', kind: 'T', plural: 'ts', namespaced: true }, contract: 'v1beta2' } as const;
    return {
      machineSet,
      cluster: aCluster(),
      machineDeployment: this.machineDeployment,
      machines: this.machines.filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === machineSet.metadata.uid),
      orphans: [],
      infrastructureTemplate: found,
      bootstrapTemplate: { kind: 'unset' },
      controlPlane: { kind: 'unset' },
      preflight: [],
    };
  }

  #name(): string {
    return `x${String(this.#names++).padStart(4, '0')}`;
  }

  #now(): Date {
    return new Date(Date.parse('2026-11-21T12:00:00Z') + this.#seconds++ * 1000);
  }
}

const isDeleting = ({ metadata }: Machine): boolean => metadata.deletionTimestamp !== undefined;
const isAvailable = ({ status }: Machine): boolean => status?.conditions?.some(({ type, status: value }) => type === 'Available' && value === 'True') ?? false;

const amount = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 100 }).map((percent) => `${String(percent)}%`));
const rollingUpdate = fc.record({ replicas: fc.integer({ min: 1, max: 8 }), maxSurge: amount, maxUnavailable: amount });
const steps = fc.array(fc.tuple(fc.constantFrom('md', 'ms', 'ms', 'machine', 'machine', 'drain'), fc.nat(20)), { maxLength: 150 });

function settledWorld({ replicas, maxSurge, maxUnavailable }: { replicas: number; maxSurge: number | string; maxUnavailable: number | string }): World {
  const world = new World(aMachineDeployment({ spec: { replicas, rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } } } }));
  world.settle();
  return world;
}

function take(world: World, [who, index]: readonly [string, number]): void {
  if (who === 'md') world.reconcileMachineDeployment();
  if (who === 'ms') world.reconcileMachineSet(index);
  if (who === 'machine') world.progress(index);
  if (who === 'drain') world.drain(index);
}

function expectConverged(world: World): void {
  world.settle();
  expect({ machines: world.machines.length, available: world.available, outdated: world.outdated.length, machineSets: world.machineSets.length }).toEqual({
    machines: world.replicas,
    available: world.replicas,
    outdated: 0,
    machineSets: 1,
  });
}

test('a rolling update keeps between replicas - maxUnavailable and replicas + maxSurge in any order of events, and ends', () => {
  fc.assert(
    fc.property(rollingUpdate, steps, fc.array(fc.nat(150), { maxLength: 2 }), (parameters, order, changes) => {
      const world = settledWorld(parameters);
      const { maxSurge, maxUnavailable } = rolloutLimits(world.machineDeployment);
      world.change({ template: aTemplate({ version: 'v2' }) });
      order.forEach((step, at) => {
        // A rollout may be overtaken by the next one, also back to a template that still has Machines.
        if (changes.includes(at)) world.change({ template: aTemplate({ version: at % 2 === 0 ? 'v3' : 'v1.36.3' }) });
        take(world, step);
        expect(world.machines.length).toBeLessThanOrEqual(world.replicas + maxSurge);
        expect(world.available).toBeGreaterThanOrEqual(world.replicas - maxUnavailable);
      });
      expectConverged(world);
    }),
    { numRuns: 200 },
  );
});

test('a rolling update ends although Machines fail and replicas change meanwhile', () => {
  const events = fc.array(fc.tuple(fc.constantFrom('md', 'ms', 'ms', 'machine', 'drain', 'fail', 'scale', 'delete'), fc.nat(20)), { maxLength: 150 });
  fc.assert(
    fc.property(rollingUpdate, events, (parameters, order) => {
      const world = settledWorld(parameters);
      world.change({ template: aTemplate({ version: 'v2' }) });
      for (const step of order) {
        const [what, index] = step;
        if (what === 'fail') world.fail(index);
        if (what === 'scale') world.change({ replicas: index % 9 });
        if (what === 'delete' && world.machines.length > 0) world.deleteMachine(world.machines[index % world.machines.length]?.metadata.name ?? '');
        take(world, step);
      }
      expectConverged(world);
    }),
    { numRuns: 200 },
  );
});

test('a rolling update replaces old Machines that are broken for good', () => {
  fc.assert(
    fc.property(rollingUpdate, fc.array(fc.nat(7), { maxLength: 4 }), (parameters, broken) => {
      const world = settledWorld(parameters);
      for (const index of broken) world.fail(index);
      const brokenNames = world.machines.filter((machine) => !isAvailable(machine)).map(({ metadata }) => metadata.name);
      world.machineSets.forEach((_set, index) => world.reconcileMachineSet(index));
      world.change({ template: aTemplate({ version: 'v2' }) });
      world.settle(({ metadata }) => !brokenNames.includes(metadata.name));
      expect(world.outdated).toEqual([]);
      expect(world.available).toBe(world.replicas);
    }),
    { numRuns: 100 },
  );
});

test('OnDelete never deletes a Machine, and replaces those that users delete by new ones', () => {
  const events = fc.array(fc.tuple(fc.constantFrom('md', 'ms', 'ms', 'machine', 'drain', 'delete'), fc.nat(20)), { maxLength: 120 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), events, (replicas, order) => {
      const world = new World(aMachineDeployment({ spec: { replicas, rollout: { strategy: { type: 'OnDelete' } } } }));
      world.settle();
      world.change({ template: aTemplate({ version: 'v2' }) });
      // Until then the old MachineSet replaces what is deleted.
      world.reconcileMachineDeployment();
      let kept = world.outdated.length;
      for (const step of order) {
        const victim = world.machines.filter((machine) => !isDeleting(machine))[step[1]];
        if (step[0] === 'delete' && victim) {
          if (world.outdated.includes(victim)) kept--;
          world.deleteMachine(victim.metadata.name);
        }
        take(world, step);
        expect(world.machines.length).toBeLessThanOrEqual(replicas);
      }
      world.settle();
      expect(world.deletions).toBe(0);
      expect({ machines: world.machines.length, outdated: world.outdated.length }).toEqual({ machines: replicas, outdated: kept });
    }),
    { numRuns: 150 },
  );
});

test('OnDelete follows a change of replicas', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 }), steps, (replicas, sizes, order) => {
      const world = new World(aMachineDeployment({ spec: { replicas, rollout: { strategy: { type: 'OnDelete' } } } }));
      world.settle();
      world.change({ template: aTemplate({ version: 'v2' }) });
      order.forEach((step, at) => {
        if (at % 20 === 0) world.change({ replicas: sizes[(at / 20) % sizes.length] ?? 1 });
        take(world, step);
      });
      world.settle();
      expect(world.machines.length).toBe(world.replicas);
    }),
    { numRuns: 100 },
  );
});

test('a paused MachineDeployment follows a change of replicas without carrying its rollout on', () => {
  fc.assert(
    fc.property(rollingUpdate, fc.integer({ min: 1, max: 12 }), steps, (parameters, target, order) => {
      const world = settledWorld(parameters);
      world.change({ template: aTemplate({ version: 'v2' }) });
      for (const step of order) take(world, step);
      const names = (): string[] => world.machineSets.map(({ metadata }) => metadata.name).sort();
      world.reconcileMachineDeployment();
      const before = names();
      world.change({ paused: true, replicas: target });
      world.settle();
      expect(names()).toEqual(before);
      const { maxSurge } = rolloutLimits(world.machineDeployment);
      expect(world.machines.length).toBeGreaterThanOrEqual(target);
      expect(world.machines.length).toBeLessThanOrEqual(target + maxSurge);
      world.change({ paused: false });
      expectConverged(world);
    }),
    { numRuns: 100 },
  );
});
