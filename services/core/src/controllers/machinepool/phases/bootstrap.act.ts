import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { planBootstrap } from './bootstrap.plan.ts';
import { ensureOwnership } from './external-ownership.act.ts';

/** Takes ownership of the BootstrapConfig and learns where the bootstrap data are. */
export function bootstrap(deps: Pick<MachinePoolDeps, 'client'>): Phase<MachinePoolScope> {
  return async (scope, ctx) => {
    const bootstrapConfig = await ensureOwnership(deps, scope, scope.bootstrapConfig, ctx);
    const plan = planBootstrap({ machinePool: scope.machinePool, bootstrapConfig });
    switch (plan.step) {
      case 'waitForConfig':
        return { outcome: waitFor('WaitingForBootstrapConfig'), observed: { bootstrapConfig } };
      case 'waitForDataSecret':
        return { outcome: waitFor('WaitingForDataSecret'), observed: { bootstrapConfig, machinePool: plan.learned } };
      case 'learn': {
        const { dataSecretName } = plan.learned.spec.template.spec.bootstrap;
        if (plan.learned.spec !== scope.machinePool.spec) ctx.log.info('Bootstrap provider generated data secret', { Secret: `${scope.machinePool.metadata.namespace ?? ''}/${dataSecretName ?? ''}` });
        return { outcome: done, observed: { bootstrapConfig, machinePool: plan.learned } };
      }
    }
  };
}
