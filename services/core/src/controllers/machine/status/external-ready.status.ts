import { bootstrapConfigReadyCondition, conditionOf, infraMachineReadyCondition, noReasonReported } from '@clusterwright/contract';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { toError } from '@clusterwright/api/errors';
import { mirror } from '@clusterwright/provider-kit/conditions/mirror';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { FoundObject, MachineScope } from '../machine.scope.ts';
import { draft, seeControllerLogs } from './condition-draft.status.ts';

/** BootstrapConfigReady: the config's own Ready, or what its absence means. */
export function bootstrapConfigReady({ machine, bootstrapConfig }: Pick<MachineScope, 'machine' | 'bootstrapConfig'>): ConditionDraft {
  const type = 'BootstrapConfigReady';
  const kind = machine.spec.bootstrap.configRef?.kind;
  const isCreated = machine.status?.initialization?.bootstrapDataSecretCreated === true;
  switch (bootstrapConfig.kind) {
    case 'unset':
      return draft(type, 'True', 'DataSecretProvided');
    case 'found':
      return mirrorReady(type, bootstrapConfig, { sourceType: bootstrapConfigReadyCondition, isReady: isCreated, notReady: `${kind} status.initialization.dataSecretCreated is false` });
    case 'failed':
      return draft(type, 'Unknown', 'InternalError', seeControllerLogs);
    case 'notFound':
      return isDeleting(machine) && isCreated ? draft(type, 'False', 'ObjectDeleted', `${kind} has been deleted`) : draft(type, 'False', 'ObjectDoesNotExist', `${kind} does not exist`);
  }
}

/** InfrastructureReady: the InfraMachine's own Ready, or what its absence means. */
export function infrastructureReady({ machine, infraMachine }: Pick<MachineScope, 'machine' | 'infraMachine'>): ConditionDraft {
  const type = 'InfrastructureReady';
  const { kind } = machine.spec.infrastructureRef;
  const isProvisioned = machine.status?.initialization?.infrastructureProvisioned === true;
  if (infraMachine.kind === 'found') {
    return mirrorReady(type, infraMachine, { sourceType: infraMachineReadyCondition, isReady: isProvisioned, notReady: `${kind} status.initialization.provisioned is false` });
  }
  if (infraMachine.kind === 'failed') return draft(type, 'Unknown', 'InternalError', seeControllerLogs);
  if (!isProvisioned) return draft(type, 'False', 'ObjectDoesNotExist', `${kind} does not exist`);
  return draft(type, 'False', 'ObjectDeleted', isDeleting(machine) ? `${kind} has been deleted` : `${kind} has been deleted while the Machine still exists`);
}

type ExternalReadyType = 'BootstrapConfigReady' | 'InfrastructureReady';

function mirrorReady(target: ExternalReadyType, { object }: FoundObject, { sourceType, isReady, notReady }: { sourceType: string; isReady: boolean; notReady: string }): ConditionDraft {
  try {
    const fallback = isReady ? ({ status: 'True', reason: 'Ready' } as const) : ({ status: 'False', reason: 'NotReady', message: notReady } as const);
    const mirrored = mirror({ target, source: conditionOf(object, sourceType), sourceType, fallback });
    // A provider of the old contract gives no reason for what is well.
    return mirrored.reason === noReasonReported && mirrored.status === 'True' ? { ...mirrored, reason: 'Ready' } : mirrored;
  } catch (error) {
    return draft(target, 'Unknown', 'InvalidConditionReported', toError(error).message);
  }
}
