import type { UnstructuredObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { infraMachineProviderID } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';
import { machineIntent, type MachineIntent } from './machine-intent.plan.ts';

export interface MachinesPlan {
  readonly create: readonly MachineIntent[];
  readonly update: readonly { readonly machine: Machine; readonly intent: MachineIntent }[];
  /** Names of InfraMachines that another Machine has already: nothing of the other Machine may be changed. */
  readonly taken: readonly string[];
}

type Input = Pick<MachinePoolScope, 'machinePool' | 'infraMachines' | 'machines' | 'namesakes'> & {
  /** The version that the Node of an instance reports. */
  readonly kubeletVersionOf: (providerID: string) => string | undefined;
};

/**
 * One Machine for each InfraMachine of the pool (spec MP-03). Errors: the one that reading the InfraMachines met; `ContractError`.
 *
 * Machines are not deleted here: the provider knows which instances go, and deletes their Machines. Nothing is made for an instance that goes already.
 */
export function planMachines({ machinePool, infraMachines, machines, namesakes, kubeletVersionOf }: Input): MachinesPlan {
  if (infraMachines.kind === 'failed') throw infraMachines.error;
  const objects = infraMachines.kind === 'listed' ? infraMachines.objects : [];
  const byInstance = new Map(machines.map((machine) => [instanceKey(machine.spec.infrastructureRef.kind, machine.spec.infrastructureRef.name), machine]));
  const known = objects.map((infraMachine) => ({ infraMachine, machine: byInstance.get(instanceKey(infraMachine.kind, infraMachine.metadata.name)) }));
  const missing = known.filter(({ infraMachine, machine }) => !machine && !isDeleting(infraMachine)).map(({ infraMachine }) => infraMachine);
  const takenNames = new Set([...namesakes, ...machines].map(({ metadata }) => metadata.name));
  const isTaken = ({ metadata }: UnstructuredObject): boolean => takenNames.has(metadata.name);
  const intentOf = (infraMachine: UnstructuredObject, machine?: Machine): MachineIntent => {
    const providerID = infraMachineProviderID(infraMachine);
    return machineIntent({ machinePool, infraMachine, machine, kubeletVersion: providerID === undefined ? undefined : kubeletVersionOf(providerID) || undefined });
  };
  return {
    create: missing.filter((infraMachine) => !isTaken(infraMachine)).map((infraMachine) => intentOf(infraMachine)),
    update: known.flatMap(({ infraMachine, machine }) => (machine && !isDeleting(machine) ? [{ machine, intent: intentOf(infraMachine, machine) }] : [])),
    taken: missing.filter(isTaken).map(({ metadata }) => metadata.name),
  };
}

const instanceKey = (kind: string, name: string): string => `${kind}/${name}`;
