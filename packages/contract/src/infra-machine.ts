/** Reads of InfraMachine objects, whatever provider made them (CO-10…CO-17). */
import type { UnstructuredObject } from '@clusterwright/api';
import type { MachineAddress } from '@clusterwright/api/core/v1beta2';
import type { ContractVersion } from './contract-version.ts';
import { ContractError, readBoolean, readObjectList, readString } from './path.ts';

/** Condition that a Machine mirrors as InfrastructureReady. */
export const infraMachineReadyCondition = 'Ready';

/** Whether the instance has been made (CO-13); absent is false. */
export function infraMachineProvisioned(infraMachine: UnstructuredObject, contract: ContractVersion): boolean {
  const path = contract === 'v1beta1' ? ['status', 'ready'] : ['status', 'initialization', 'provisioned'];
  return readBoolean(infraMachine, path) ?? false;
}

/** `spec.providerID` (CO-10); undefined while the provider has not set it. */
export function infraMachineProviderID(infraMachine: UnstructuredObject): string | undefined {
  return readString(infraMachine, ['spec', 'providerID']) || undefined;
}

/** The domain the instance really is in: `status.failureDomain`, else the deprecated `spec.failureDomain` (CO-11). */
export function infraMachineFailureDomain(infraMachine: UnstructuredObject): string | undefined {
  return readString(infraMachine, ['status', 'failureDomain']) || readString(infraMachine, ['spec', 'failureDomain']) || undefined;
}

/** `status.addresses` (CO-12); undefined where absent. Errors: `ContractError`. */
export function infraMachineAddresses(infraMachine: UnstructuredObject): MachineAddress[] | undefined {
  return readObjectList(infraMachine, ['status', 'addresses'])?.map(({ type, address }) => {
    if (typeof type !== 'string' || typeof address !== 'string') {
      throw new ContractError(`failed to get .status.addresses from ${infraMachine.kind} ${infraMachine.metadata.name}: an item lacks type or address`);
    }
    // The API server checks the values of `type` where they are written: in Machine.status.addresses.
    return { type: type as MachineAddress['type'], address };
  });
}

/** Whether the cloud may take the instance away at any time (CO-17). */
export function infraMachineInterruptible(infraMachine: UnstructuredObject): boolean {
  return readBoolean(infraMachine, ['status', 'interruptible']) ?? false;
}
