import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { ensureOwnership } from './external-ownership.act.ts';
import { planInfrastructure } from './infrastructure.plan.ts';

/** Takes ownership of the InfraMachinePool and learns what became of the instances. */
export function infrastructure(deps: Pick<MachinePoolDeps, 'client'>): Phase<MachinePoolScope> {
  return async (scope, ctx) => {
    const infraMachinePool = await ensureOwnership(deps, scope, scope.infraMachinePool, ctx);
    const plan = planInfrastructure({ machinePool: scope.machinePool, infraMachinePool });
    switch (plan.step) {
      case 'waitForInfraMachinePool':
        return { outcome: waitFor('WaitingForInfraMachinePool'), observed: { infraMachinePool } };
      case 'reportLost':
        return { outcome: waitFor('InfraMachinePoolDeleted'), observed: { infraMachinePool, machinePool: plan.learned } };
      case 'waitForProvisioning':
        return { outcome: waitFor('WaitingForInfrastructure'), observed: { infraMachinePool, machinePool: plan.learned } };
      case 'waitForProviderIDs':
        return { outcome: waitFor('WaitingForProviderIDs'), observed: { infraMachinePool, machinePool: plan.learned } };
      case 'learn':
        return { outcome: done, observed: { infraMachinePool, machinePool: plan.learned } };
    }
  };
}
