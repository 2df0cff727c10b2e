import { aCondition, aMachine, aMember, now } from '../kubeadmcontrolplane.fixtures.ts';
import { planDeletion, staleMachines, type DeletionInput } from './deletion.plan.ts';

const input = (over: Partial<DeletionInput> = {}): DeletionInput => ({ machines: [aMember('a'), aMember('b')], otherMachines: [], machinePools: [], now, ...over });
const pool = { apiVersion: 'x', kind: 'MachinePool', metadata: { name: 'p' } };
const workers = ['w6', 'w5', 'w4', 'w3', 'w2', 'w1'].map((name) => aMachine(name));

const cases = [
  { name: 'no Machine left', why: 'the finalizer may go', given: input({ machines: [] }), want: { step: 'finish' } },
  { name: 'only our Machines', why: 'all go at once', given: input(), want: { step: 'delete', state: { reason: 'WaitingForMachineDeletion', message: 'Deleting 2 Machines' } } },
  { name: 'one Machine', why: 'the message counts', given: input({ machines: [aMember('a')] }), want: { step: 'delete', state: { message: 'Deleting 1 Machine' } } },
  {
    name: 'workers',
    why: 'they need the API server to leave',
    given: input({ otherMachines: workers, machinePools: [pool] }),
    want: { step: 'waitForWorkers', state: { reason: 'WaitingForWorkersDeletion', message: 'KubeadmControlPlane deletion blocked because following objects still exist:\n* MachinePools: p\n* Machines: w1, w2, w3, w4, w5, ... (1 more)' } },
  },
];
test.each(cases)('planDeletion: $name → $want.step ($why)', ({ given, want }) => {
  expect(planDeletion(given)).toMatchObject(want);
});

const stuck = (name: string, message: string) =>
  aMember(name, {
    deleting: true,
    metadata: { deletionTimestamp: '2026-11-21T11:40:00Z' },
    conditions: [aCondition('Deleting', 'True', { reason: 'DrainingNode', message })],
    status: { deletion: { nodeDrainStartTime: '2026-11-21T11:41:00Z' }, conditions: [aCondition('Deleting', 'True', { reason: 'DrainingNode', message })] },
  });

const stale = [
  { name: 'none', why: 'a minute is not long', machines: [aMember('a', { deleting: true })], want: '' },
  { name: 'one', why: 'nobody knows why', machines: [stuck('a', 'x')], want: 'Machine a is in deletion since more than 15m' },
  { name: 'two with reasons', why: 'each reason once, in a fixed order', machines: [stuck('b', 'failed to evict Pod x'), stuck('a', "cannot evict pod as it would violate the pod's disruption budget. y")], want: 'Machines a, b are in deletion since more than 15m, delay likely due to PodDisruptionBudgets, Pod eviction errors' },
];
test.each(stale)('staleMachines: $name → $want ($why)', ({ machines, want }) => {
  expect(staleMachines(machines, now)).toBe(want);
});
