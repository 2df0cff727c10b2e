import { aMachine, aRunningMachine, earlier, now } from '../machine/machine.fixtures.ts';
import { isNodeDeletionTimeUp } from './deletion-timeouts.plan.ts';

test('the time for deleting the Node counts from the deletion of the Machine', () => {
  const machine = (nodeDeletionTimeoutSeconds: number) => aRunningMachine({ metadata: { ...aMachine().metadata, deletionTimestamp: earlier }, spec: { ...aRunningMachine().spec, deletion: { nodeDeletionTimeoutSeconds } } });
  expect([0, 3600, 3601].map((seconds) => isNodeDeletionTimeUp(machine(seconds), now))).toEqual([false, true, false]);
});
