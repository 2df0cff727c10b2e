import { keyString } from '@clusterwright/api';
import type { Machine, MachineStatus } from '@clusterwright/api/core/v1beta2';
import { infraMachineAddresses, infraMachineProviderID, infraMachineProvisioned, readString } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import { withFailure, withInitialization, withSpec, withStatus } from '../../shared/learned.plan.ts';
import { withReportedFailure } from '../../shared/reported-failure.plan.ts';
import type { FoundObject, MachineScope } from '../machine.scope.ts';

export type InfrastructurePlan =
  | { readonly step: 'finish'; readonly learned: Machine }
  | { readonly step: 'waitForInfraMachine' }
  /** The object went away under a Machine that runs: nothing we do can bring the instance back. */
  | { readonly step: 'reportLost'; readonly learned: Machine }
  | { readonly step: 'waitForProvisioning'; readonly learned: Machine }
  | { readonly step: 'waitForProviderID'; readonly learned: Machine }
  | { readonly step: 'learn'; readonly learned: Machine };

/** What the Machine learns from its InfraMachine: providerID, addresses, failure domain, and that it is provisioned, which never is undone (spec MA-03). */
export function planInfrastructure({ machine, infraMachine }: Pick<MachineScope, 'machine' | 'infraMachine'>): InfrastructurePlan {
  if (infraMachine.kind === 'notFound') return planMissing(machine);
  if (infraMachine.kind !== 'found') return { step: 'finish', learned: machine };

  const { object, contract } = infraMachine;
  const learned = withReportedFailure(machine, object);
  if (isDeleting(object)) return { step: 'finish', learned };
  if (!infraMachineProvisioned(object, contract) && !isProvisioned(machine)) return { step: 'waitForProvisioning', learned };
  const providerID = infraMachineProviderID(object);
  if (providerID === undefined) return { step: 'waitForProviderID', learned };
  return { step: 'learn', learned: withInfrastructure(learned, infraMachine, providerID) };
}

const isProvisioned = ({ status }: Machine): boolean => status?.initialization?.infrastructureProvisioned === true;

function planMissing(machine: Machine): InfrastructurePlan {
  if (isDeleting(machine)) return { step: 'finish', learned: machine };
  if (!isProvisioned(machine)) return { step: 'waitForInfraMachine' };
  const { kind, name } = machine.spec.infrastructureRef;
  const message = `Machine infrastructure resource ${kind} ${keyString({ namespace: machine.metadata.namespace, name })} has been deleted after provisioning was completed`;
  return { step: 'reportLost', learned: withFailure(machine, { reason: 'InvalidConfiguration', message }) };
}

function withInfrastructure(machine: Machine, { object }: FoundObject, providerID: string): Machine {
  const addresses = infraMachineAddresses(object);
  const failureDomain = readString(object, ['status', 'failureDomain']);
  const deprecatedFailureDomain = readString(object, ['spec', 'failureDomain']);
  const status: Partial<MachineStatus> = { ...(addresses ? { addresses } : {}), ...(failureDomain ? { failureDomain } : {}) };
  const provisioned = withInitialization(withStatus(machine, status), { infrastructureProvisioned: true });
  return withSpec(provisioned, { providerID, ...(deprecatedFailureDomain ? { failureDomain: deprecatedFailureDomain } : {}) });
}
