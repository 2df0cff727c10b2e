/** Reads of bootstrap config objects, whatever provider made them (CO-30, CO-31). */
import type { UnstructuredObject } from '@clusterwright/api';
import type { ContractVersion } from './contract-version.ts';
import { readBoolean, readString } from './path.ts';

/** Condition that a Machine mirrors as BootstrapConfigReady. */
export const bootstrapConfigReadyCondition = 'Ready';

/** Whether the Secret with the bootstrap data exists (CO-31); absent is false. */
export function bootstrapConfigDataSecretCreated(config: UnstructuredObject, contract: ContractVersion): boolean {
  const path = contract === 'v1beta1' ? ['status', 'ready'] : ['status', 'initialization', 'dataSecretCreated'];
  return readBoolean(config, path) ?? false;
}

/** `status.dataSecretName` (CO-30); undefined while it is not set. */
export function bootstrapConfigDataSecretName(config: UnstructuredObject): string | undefined {
  return readString(config, ['status', 'dataSecretName']) || undefined;
}
