import type { ConditionDraft } from '@clusterwright/controller-runtime';
import type { Machine, MachineStatus } from '@clusterwright/api/core/v1beta2';
import { isDeleting } from '../../shared/is-deleting.ts';

type MachinePhase = NonNullable<MachineStatus['phase']>;

/** The phase that sums up a Machine in one word (spec MA-15); a later milestone wins over an earlier one. */
export function machinePhase(machine: Machine, updating: ConditionDraft): MachinePhase {
  if (isDeleting(machine)) return 'Deleting';
  return updating.status === 'True' ? 'Updating' : provisioningPhase(machine);
}

function provisioningPhase({ spec, status }: Machine): MachinePhase {
  const { initialization = {}, nodeRef, phase = 'Pending' } = status ?? {};
  if (nodeRef && initialization.infrastructureProvisioned) return 'Running';
  if (spec.providerID) return 'Provisioned';
  return initialization.bootstrapDataSecretCreated && !initialization.infrastructureProvisioned ? 'Provisioning' : phase;
}
