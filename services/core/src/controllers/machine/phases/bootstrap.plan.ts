import { keyOf, keyString } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { bootstrapConfigDataSecretCreated, bootstrapConfigDataSecretName, ContractError } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import { withInitialization, withSpec } from '../../shared/learned.plan.ts';
import { withReportedFailure } from '../../shared/reported-failure.plan.ts';
import type { FoundObject, MachineScope } from '../machine.scope.ts';

export type BootstrapPlan =
  /** The user brings the data Secret, or nothing can change any more. */
  | { readonly step: 'finish' }
  | { readonly step: 'waitForConfig' }
  | { readonly step: 'waitForDataSecret'; readonly learned: Machine }
  | { readonly step: 'learn'; readonly learned: Machine };

/**
 * What the Machine learns from its BootstrapConfig: the name of the Secret with the bootstrap data (spec MA-02).
 * Errors: `ContractError` where the config says that the Secret exists and does not name it.
 */
export function planBootstrap({ machine, bootstrapConfig }: Pick<MachineScope, 'machine' | 'bootstrapConfig'>): BootstrapPlan {
  if (bootstrapConfig.kind === 'notFound') return isDeleting(machine) ? { step: 'finish' } : { step: 'waitForConfig' };
  if (bootstrapConfig.kind !== 'found') return { step: 'finish' };

  const learned = withReportedFailure(machine, bootstrapConfig.object);
  if (machine.spec.bootstrap.dataSecretName !== undefined) return { step: 'learn', learned: withInitialization(learned, { bootstrapDataSecretCreated: true }) };
  if (isDeleting(bootstrapConfig.object)) return { step: 'learn', learned };
  if (!bootstrapConfigDataSecretCreated(bootstrapConfig.object, bootstrapConfig.contract)) return { step: 'waitForDataSecret', learned };
  const bootstrap = { ...machine.spec.bootstrap, dataSecretName: dataSecretNameOf(bootstrapConfig) };
  return { step: 'learn', learned: withInitialization(withSpec(learned, { bootstrap }), { bootstrapDataSecretCreated: true }) };
}

function dataSecretNameOf({ object }: FoundObject): string {
  const name = bootstrapConfigDataSecretName(object);
  if (name === undefined) throw new ContractError(`failed to read dataSecretName from ${object.kind} ${keyString(keyOf(object))}: it is not set although the data secret was created`);
  return name;
}
