/** Reads of InfraMachinePool objects, whatever provider made them (CO-20…CO-23). */
import type { UnstructuredObject } from '@clusterwright/api';
import type { ContractVersion } from './contract-version.ts';
import { ContractError, readBoolean, readInteger, readList, readString } from './path.ts';

/** Whether the instances have been made (CO-22); absent is false. Pools of the new contract may go on saying so in the way of the old one: unlike other kinds, most still do. */
export function infraMachinePoolProvisioned(pool: UnstructuredObject, contract: ContractVersion): boolean {
  const provisioned = contract === 'v1beta1' ? undefined : readBoolean(pool, ['status', 'initialization', 'provisioned']);
  return provisioned ?? readBoolean(pool, ['status', 'ready']) ?? false;
}

/** `spec.providerIDList` (CO-20); undefined where absent. */
export function infraMachinePoolProviderIDs(pool: UnstructuredObject): string[] | undefined {
  return readList(pool, ['spec', 'providerIDList'])?.map((id) => {
    if (typeof id === 'string') return id;
    throw new ContractError(`failed to get .spec.providerIDList from ${pool.kind} ${pool.metadata.name}: an item is not a string`);
  });
}

/** `status.replicas` (CO-21); undefined where absent. */
export function infraMachinePoolReplicas(pool: UnstructuredObject): number | undefined {
  return readInteger(pool, ['status', 'replicas']);
}

/** Kind of the InfraMachines of the pool (CO-23); undefined where the provider has no object per instance. */
export function infraMachinePoolMachineKind(pool: UnstructuredObject): string | undefined {
  return readString(pool, ['status', 'infrastructureMachineKind']) || undefined;
}
