import { updateInProgressAnnotation } from '@clusterwright/api';
import type { KubeObject, UnstructuredObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { isHookPending, UpdateMachine } from '@clusterwright/runtime-sdk';
import type { UpdateMachineRequest } from '@clusterwright/runtime-sdk';
import type { MachineScope } from '../machine.scope.ts';

/** What an in-place update needs next. */
export type InPlaceUpdatePlan =
  | { readonly step: 'none' }
  /** Its mark is gone from the Machine, but not everything that came with it. */
  | { readonly step: 'cleanUp' }
  | { readonly step: 'wait'; readonly reason: string }
  | { readonly step: 'fail'; readonly message: string }
  | { readonly step: 'call'; readonly request: UpdateMachineRequest };

type Observed = Pick<MachineScope, 'machine' | 'infraMachine' | 'bootstrapConfig'>;

/**
 * The order of an in-place update (spec MA-25): the owner marks Machine, infrastructure and bootstrap objects, then says with the pending hook that all of them are as they
 * should be. Only a machine that runs is updated. Pure.
 */
export function planInPlaceUpdate(scope: Observed): InPlaceUpdatePlan {
  const { machine } = scope;
  const isPending = isHookPending(UpdateMachine, machine);
  if (!isMarked(machine)) return isPending ? { step: 'cleanUp' } : { step: 'none' };
  if (!isPending) return { step: 'wait', reason: 'WaitingForPendingHook' };
  if (!isRunning(machine)) return { step: 'wait', reason: 'WaitingForRunningMachine' };
  return planCall(scope);
}

function planCall({ machine, infraMachine, bootstrapConfig }: Observed): InPlaceUpdatePlan {
  // Not read is not "not there": without its bootstrap configuration a machine would be updated to something else.
  if (infraMachine.kind === 'failed' || bootstrapConfig.kind === 'failed') return { step: 'wait', reason: 'WaitingForExternalObjects' };
  if (infraMachine.kind !== 'found') return { step: 'fail', message: 'In-place update not possible: InfraMachine not found' };
  const isBootstrapReady = bootstrapConfig.kind !== 'found' || isMarked(bootstrapConfig.object);
  if (!isMarked(infraMachine.object) || !isBootstrapReady) return { step: 'wait', reason: 'WaitingForUpdateInProgressMarks' };
  const desired = {
    machine: desiredMachine(machine),
    infrastructureMachine: desiredObject(infraMachine.object),
    ...(bootstrapConfig.kind === 'found' ? { bootstrapConfig: desiredObject(bootstrapConfig.object) } : {}),
  };
  return { step: 'call', request: { desired } };
}

function isRunning({ status }: Machine): boolean {
  const { infrastructureProvisioned, bootstrapDataSecretCreated } = status?.initialization ?? {};
  return infrastructureProvisioned === true && bootstrapDataSecretCreated === true && !!status?.nodeRef?.name;
}

/** Whether an object carries the mark of an in-place update. */
export function isMarked({ metadata }: Pick<KubeObject, 'metadata'>): boolean {
  return metadata.annotations?.[updateInProgressAnnotation] !== undefined;
}

/** Extensions are told what should be, and find out by themselves what is: no status, and only the metadata that users write. */
function desiredMachine({ apiVersion, kind, metadata, spec }: Machine): Machine {
  return { apiVersion, kind, metadata: desiredMetadata(metadata), spec };
}

function desiredObject({ apiVersion, kind, metadata, spec }: UnstructuredObject): UnstructuredObject {
  return { apiVersion, kind, metadata: desiredMetadata(metadata), ...(spec ? { spec } : {}) };
}

function desiredMetadata({ name, namespace, labels, annotations }: KubeObject['metadata']): KubeObject['metadata'] {
  return { name, ...(namespace === undefined ? {} : { namespace }), ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
}
