import { keyOf, keyString } from '@clusterwright/api';
import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import { bootstrapConfigDataSecretCreated, bootstrapConfigDataSecretName, ContractError } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import { withInitialization, withSpec } from '../../shared/learned.plan.ts';
import { withReportedFailure } from '../../shared/reported-failure.plan.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';

export type BootstrapPlan =
  | { readonly step: 'waitForConfig' }
  | { readonly step: 'waitForDataSecret'; readonly learned: MachinePool }
  | { readonly step: 'learn'; readonly learned: MachinePool };

/**
 * What the MachinePool learns from its BootstrapConfig: the name of the Secret with the bootstrap data, and a new one when it changes (spec MP-01).
 * Errors: `ContractError` where the config says that the Secret exists and does not name it; `TerminalError` where the MachinePool has no bootstrap data at all.
 */
export function planBootstrap({ machinePool, bootstrapConfig }: Pick<MachinePoolScope, 'machinePool' | 'bootstrapConfig'>): BootstrapPlan {
  if (bootstrapConfig.kind === 'failed') throw bootstrapConfig.error;
  if (bootstrapConfig.kind === 'notFound') return { step: 'waitForConfig' };
  if (bootstrapConfig.kind === 'unset') return { step: 'learn', learned: withUsersData(machinePool) };

  const { object, contract } = bootstrapConfig;
  const learned = withReportedFailure(machinePool, object);
  if (isDeleting(object)) return { step: 'learn', learned };
  if (!bootstrapConfigDataSecretCreated(object, contract)) return { step: 'waitForDataSecret', learned: withInitialization(learned, { bootstrapDataSecretCreated: false }) };
  const dataSecretName = bootstrapConfigDataSecretName(object);
  if (dataSecretName === undefined) throw new ContractError(`failed to read dataSecretName from ${object.kind} ${keyString(keyOf(object))}: it is not set although the data secret was created`);
  return { step: 'learn', learned: withInitialization(withDataSecretName(learned, dataSecretName), { bootstrapDataSecretCreated: true }) };
}

function withUsersData(machinePool: MachinePool): MachinePool {
  if (machinePool.spec.template.spec.bootstrap.dataSecretName !== undefined) return withInitialization(machinePool, { bootstrapDataSecretCreated: true });
  throw new TerminalError(`MachinePool ${machinePool.metadata.name} has neither spec.template.spec.bootstrap.configRef nor spec.template.spec.bootstrap.dataSecretName`);
}

function withDataSecretName(machinePool: MachinePool, dataSecretName: string): MachinePool {
  const { template } = machinePool.spec;
  if (template.spec.bootstrap.dataSecretName === dataSecretName) return machinePool;
  return withSpec(machinePool, { template: { ...template, spec: { ...template.spec, bootstrap: { ...template.spec.bootstrap, dataSecretName } } } });
}
