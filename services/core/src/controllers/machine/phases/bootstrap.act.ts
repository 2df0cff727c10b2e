import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import type { MachineDeps, MachineScope } from '../machine.scope.ts';
import { planBootstrap } from './bootstrap.plan.ts';
import { ensureOwnership } from './external-ownership.act.ts';

/** Takes ownership of the BootstrapConfig and learns where the bootstrap data is. */
export function bootstrap(deps: Pick<MachineDeps, 'client'>): Phase<MachineScope> {
  return async (scope, ctx) => {
    const bootstrapConfig = await ensureOwnership(deps, scope, scope.bootstrapConfig, ctx);
    const plan = planBootstrap({ machine: scope.machine, bootstrapConfig });
    switch (plan.step) {
      case 'finish':
        return { outcome: done, observed: { bootstrapConfig } };
      case 'waitForConfig':
        return { outcome: waitFor('WaitingForBootstrapConfig'), observed: { bootstrapConfig } };
      case 'waitForDataSecret':
        return { outcome: waitFor('WaitingForDataSecret'), observed: { bootstrapConfig, machine: plan.learned } };
      case 'learn':
        if (plan.learned.spec.bootstrap !== scope.machine.spec.bootstrap) ctx.log.info('Bootstrap provider generated data secret', { Secret: `${scope.machine.metadata.namespace ?? ''}/${plan.learned.spec.bootstrap.dataSecretName ?? ''}` });
        return { outcome: done, observed: { bootstrapConfig, machine: plan.learned } };
    }
  };
}
