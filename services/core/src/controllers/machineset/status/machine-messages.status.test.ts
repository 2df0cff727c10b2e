import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aCondition, aMachine } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { deletingMachinesText, staleMachinesText, unhealthyMachinesText, withStaleMachines } from './machine-messages.status.ts';

const now = new Date('2026-11-21T12:00:00Z');
const deleting = (name: string, minutes: number, message = '', drainMinutes = 10): Machine =>
  aMachine({
    metadata: { name, deletionTimestamp: new Date(now.getTime() - minutes * 60_000).toISOString() },
    status: {
      conditions: [aCondition('Deleting', 'True', { reason: 'DrainingNode', message })],
      deletion: { nodeDrainStartTime: new Date(now.getTime() - drainMinutes * 60_000).toISOString() },
    },
  });

describe('staleMachinesText', () => {
  const blocked = "* Pod a: cannot evict pod as it would violate the pod's disruption budget.";
  const cases = [
    { name: 'not deleting', why: 'nothing to wait for', machines: [aMachine()], want: undefined },
    { name: '15 minutes', why: 'not more than that', machines: [deleting('a', 15)], want: undefined },
    { name: '16 minutes', why: 'takes too long', machines: [deleting('a', 16)], want: 'Machine a is in deletion since more than 15m' },
    { name: 'drain blocked', why: 'says why', machines: [deleting('a', 16, blocked)], want: 'Machine a is in deletion since more than 15m, delay likely due to PodDisruptionBudgets' },
    { name: 'drain just begun', why: 'its message says nothing yet', machines: [deleting('a', 16, blocked, 5)], want: 'Machine a is in deletion since more than 15m' },
    {
      name: 'several',
      why: 'names by alphabet, reasons in a fixed order, three names at most',
      machines: [deleting('d', 20, 'waiting for completion'), deleting('c', 20, 'failed to evict Pod'), deleting('b', 20, 'deletionTimestamp set, but still not removed from the Node'), deleting('a', 20, blocked)],
      want: 'Machines a, b, c, ... (1 more) are in deletion since more than 15m, delay likely due to PodDisruptionBudgets, Pods not terminating, Pod eviction errors, Pods not completed yet',
    },
  ];
  test.each(cases)('$name → $want ($why)', ({ machines, want }) => {
    expect(staleMachinesText(machines, now)).toBe(want);
  });

  test('is a line of its own after another message', () => {
    expect(withStaleMachines('Scaling down', [deleting('a', 20)], now)).toBe('Scaling down\n* Machine a is in deletion since more than 15m');
    expect(withStaleMachines('Scaling down', [aMachine()], now)).toBe('Scaling down');
    expect([deletingMachinesText([aMachine()], now), deletingMachinesText([aMachine(), aMachine()], now)]).toEqual(['Deleting 1 Machine', 'Deleting 2 Machines']);
  });
});

test('unhealthyMachinesText names Machines and who will not remediate them', () => {
  const machines = ['b', 'a'].map((name) => aMachine({ metadata: { name } }));
  expect(unhealthyMachinesText(machines, 'MachineSet')).toBe('Machines a, b are not healthy (not to be remediated by MachineSet)');
  expect(unhealthyMachinesText(machines.slice(0, 1), 'MachineSet')).toBe('Machine b is not healthy (not to be remediated by MachineSet)');
  expect(unhealthyMachinesText([], 'MachineSet')).toBe('');
});
