import { disableMachineCreateAnnotation } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachineSetScope } from '../machineset.scope.ts';
import { byDeletionPriority } from '../replicas/deletion-order.plan.ts';

export type ScalePlan =
  | { readonly step: 'none' }
  | { readonly step: 'wait'; readonly reason: 'WaitingForReplicasSet' | 'MachineCreateDisabled' | 'WaitingForTemplates' }
  | { readonly step: 'create'; readonly count: number }
  /** `victims` are to be deleted; `deleting` count as gone, but are not yet. */
  | { readonly step: 'delete'; readonly victims: readonly Machine[]; readonly deleting: readonly Machine[] };

type Input = Pick<MachineSetScope, 'machineSet' | 'machines' | 'infrastructureTemplate' | 'bootstrapTemplate'>;

/** Decides how many Machines a MachineSet has to create, or which ones to delete. Machines being deleted hold their place until they are gone. */
export function planScale({ machineSet, machines, infrastructureTemplate, bootstrapTemplate }: Input): ScalePlan {
  const { replicas, deletion } = machineSet.spec;
  if (replicas === undefined) return { step: 'wait', reason: 'WaitingForReplicasSet' };

  const excess = machines.length - replicas;
  if (excess === 0) return { step: 'none' };
  if (excess > 0) {
    const chosen = byDeletionPriority(machines, deletion?.order).slice(0, excess);
    return { step: 'delete', victims: chosen.filter((machine) => !isDeleting(machine)), deleting: chosen.filter(isDeleting) };
  }
  if (machineSet.metadata.annotations?.[disableMachineCreateAnnotation] === 'true') return { step: 'wait', reason: 'MachineCreateDisabled' };
  if (infrastructureTemplate.kind === 'notFound' || bootstrapTemplate.kind === 'notFound') return { step: 'wait', reason: 'WaitingForTemplates' };
  return { step: 'create', count: -excess };
}
