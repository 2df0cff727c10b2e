import fc from 'fast-check';
import { aMachineDeployment, aMachineSet, aTemplate } from '../machinedeployment.fixtures.ts';
import { findMachineSetRoles } from './current-machine-set.plan.ts';

const now = new Date('2026-11-21T12:00:00Z');
const machineSet = (name: string, { replicas = 1, version = 'v1.36.3', created = '2026-11-21T11:00:00Z', labels = {} } = {}) =>
  aMachineSet({ metadata: { name, creationTimestamp: created }, spec: { replicas, template: aTemplate({ version }, { labels }) } });
const after = (time: string) => aMachineDeployment({ spec: { rollout: { after: time } } });

describe('findMachineSetRoles', () => {
  const cases = [
    { name: 'no sets', why: 'one has to be created', sets: [], want: undefined, reason: 'no MachineSets exist for the MachineDeployment' },
    { name: 'equal template', why: 'it is current', sets: [machineSet('a', { version: 'v1' }), machineSet('b')], want: 'b', reason: undefined },
    { name: 'other labels', why: 'they are propagated in place', sets: [machineSet('a', { labels: { x: 'y' } })], want: 'a', reason: undefined },
    {
      name: 'other template',
      why: 'says what differs',
      sets: [machineSet('a', { version: 'v1' })],
      want: undefined,
      reason: "couldn't find MachineSet matching MachineDeployment spec template: MachineSet a needs rollout: spec.version v1, v1.36.3 required",
    },
    { name: 'two equal ones', why: 'the larger moves fewer Machines', sets: [machineSet('a', { replicas: 1 }), machineSet('b', { replicas: 2 })], want: 'b', reason: undefined },
    { name: 'two of the same size', why: 'the older', sets: [machineSet('b', { created: '2026-11-21T11:00:01Z' }), machineSet('c')], want: 'c', reason: undefined },
    { name: 'two of the same age', why: 'by name', sets: [machineSet('b'), machineSet('a')], want: 'a', reason: undefined },
    { name: 'rollout later', why: 'not yet', machineDeployment: after('2026-11-21T13:00:00Z'), sets: [machineSet('a')], want: 'a', reason: undefined },
    {
      name: 'rollout due',
      why: 'the set is older than that',
      machineDeployment: after('2026-11-21T11:30:00Z'),
      sets: [machineSet('a')],
      want: undefined,
      reason: 'spec.rollout.after on MachineDeployment set to 2026-11-21T11:30:00Z, no MachineSet has been created afterwards',
    },
    { name: 'rollout done', why: 'a newer set exists, even if smaller', machineDeployment: after('2026-11-21T11:30:00Z'), sets: [machineSet('a', { replicas: 3 }), machineSet('b', { created: '2026-11-21T11:31:00Z' })], want: 'b', reason: undefined },
    { name: 'created in the very second', why: 'times have no fractions', machineDeployment: after('2026-11-21T11:30:00Z'), sets: [machineSet('a', { created: '2026-11-21T11:30:00Z' })], want: 'a', reason: undefined },
  ];
  test.each(cases)('$name → $want ($why)', ({ machineDeployment = aMachineDeployment(), sets, want, reason }) => {
    const roles = findMachineSetRoles(machineDeployment, sets, now);
    expect(roles.newSet?.metadata.name).toBe(want);
    expect(roles.createReason).toBe(reason);
    expect(roles.oldSets.map(({ metadata }) => metadata.name).sort()).toEqual(sets.map(({ metadata }) => metadata.name).filter((name) => name !== want).sort());
  });

  test('the order of the list does not matter', () => {
    const sets = [machineSet('a', { replicas: 2 }), machineSet('b', { replicas: 2 }), machineSet('c', { version: 'v1' }), machineSet('d', { replicas: 0 })];
    fc.assert(
      fc.property(fc.shuffledSubarray(sets, { minLength: sets.length }), (shuffled) => {
        expect(findMachineSetRoles(aMachineDeployment(), shuffled, now).newSet?.metadata.name).toBe('a');
      }),
    );
  });
});
