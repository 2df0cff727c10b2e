import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import type { MachineDeps, MachineScope } from '../machine.scope.ts';
import { ensureOwnership } from './external-ownership.act.ts';
import { planInfrastructure } from './infrastructure.plan.ts';

/** Takes ownership of the InfraMachine and learns what became of the instance. */
export function infrastructure(deps: Pick<MachineDeps, 'client'>): Phase<MachineScope> {
  return async (scope, ctx) => {
    const infraMachine = await ensureOwnership(deps, scope, scope.infraMachine, ctx);
    const plan = planInfrastructure({ machine: scope.machine, infraMachine });
    switch (plan.step) {
      case 'finish':
        return { outcome: done, observed: { infraMachine, machine: plan.learned } };
      case 'waitForInfraMachine':
        return { outcome: waitFor('WaitingForInfraMachine'), observed: { infraMachine } };
      case 'reportLost':
        return { outcome: waitFor('InfraMachineDeleted'), observed: { infraMachine, machine: plan.learned } };
      case 'waitForProvisioning':
        return { outcome: waitFor('WaitingForInfrastructure'), observed: { infraMachine, machine: plan.learned } };
      case 'waitForProviderID':
        return { outcome: waitFor('WaitingForProviderID'), observed: { infraMachine, machine: plan.learned } };
      case 'learn':
        if (scope.machine.spec.providerID !== plan.learned.spec.providerID) ctx.log.info('Infrastructure provider has completed provisioning', { providerID: plan.learned.spec.providerID });
        return { outcome: done, observed: { infraMachine, machine: plan.learned } };
    }
  };
}
