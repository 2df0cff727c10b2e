import { Machines } from '@clusterwright/api/core/v1beta2';
import { done, type Phase } from '@clusterwright/controller-runtime';
import { patchSharedStatus } from '@clusterwright/controller-runtime/driver/shared-status';
import { conditionChangesPatch } from '@clusterwright/provider-kit/conditions/condition-changes';
import { inParallel } from '../../shared/in-parallel.act.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { machineUpToDate } from './up-to-date.plan.ts';

/** Says of each Machine of the pool whether it is up to date: nobody else can. */
export function upToDate({ client }: Pick<MachinePoolDeps, 'client'>): Phase<MachinePoolScope> {
  return async (scope, { now, signal }) => {
    const machines = await inParallel(scope.machines, async (machine) => {
      const patch = conditionChangesPatch(machine, { set: [machineUpToDate(machine)] }, now());
      return patch ? patchSharedStatus({ client, resource: Machines, signal }, machine, patch) : machine;
    });
    return { outcome: done, observed: { machines } };
  };
}
