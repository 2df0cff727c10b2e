import type { ConditionDraft } from '@clusterwright/controller-runtime';
import type { Machine, MachineStatus } from '@clusterwright/api/core/v1beta2';
import { isDeleting } from '../machine.scope.ts';

type MachinePhase = NonNullable<MachineStatus['phase']>;

/** The phase that sums up a Machine in one word (spec MA-15); a later milestone wins over an earlier one. */
export function machinePhase(machine: Machine, updating: ConditionDraft): MachinePhase {
  const { initialization, nodeRef, phase = 'Pending' } = machine.status ?? {};
  const isProvisioned = initialization?.infrastructureProvisioned === true;
  if (isDeleting(machine)) return 'Deleting';
  if (updating.status === 'True') return 'Updating';
  if (nodeRef && isProvisioned) return 'Running';
  if (machine.spec.providerID) return 'Provisioned';
  if (initialization?.bootstrapDataSecretCreated === true && !isProvisioned) return 'Provisioning';
  return phase;
}
