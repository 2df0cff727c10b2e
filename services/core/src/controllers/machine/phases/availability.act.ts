import { done, requeueAfter, type Phase } from '@clusterwright/controller-runtime';
import type { MachineDeps, MachineScope } from '../machine.scope.ts';
import { becomesAvailableInMs } from '../machine.status.ts';

/** Comes back when a ready Machine has been so for long enough: nothing else happens at that moment. */
export function availability({ remoteConditionsGracePeriodMs }: Pick<MachineDeps, 'remoteConditionsGracePeriodMs'>): Phase<MachineScope> {
  return (scope, { now }) => {
    const remainingMs = becomesAvailableInMs(scope, { remoteConditionsGracePeriodMs, now: now() });
    // Conditions carry whole seconds: a moment later the difference is sure to be over.
    return remainingMs === undefined ? done : requeueAfter(remainingMs + 50, 'WaitingForMinReadySeconds');
  };
}
