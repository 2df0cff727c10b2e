import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { KubeObject } from '@clusterwright/api';
import { conditionOf, isDeleting, listNames, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { DeletionState } from '../kubeadmcontrolplane.scope.ts';

export type DeletionPlan =
  | { readonly step: 'finish' }
  | { readonly step: 'waitForWorkers'; readonly state: DeletionState }
  | { readonly step: 'delete'; readonly state: DeletionState };

export interface DeletionInput {
  readonly machines: readonly ControlPlaneMachine[];
  /** Machines of the cluster that are not part of this control plane. */
  readonly otherMachines: readonly Machine[];
  readonly machinePools: readonly KubeObject[];
  readonly now: Date;
}

const maxNames = 5;

/** Workers go first: they need the API server to leave in order. Then all Machines of the control plane go at once (KCP-27). */
export function planDeletion({ machines, otherMachines, machinePools, now }: DeletionInput): DeletionPlan {
  if (machines.length === 0) return { step: 'finish' };
  if (otherMachines.length > 0 || machinePools.length > 0) {
    const lines = [...blockers('MachinePools', machinePools), ...blockers('Machines', otherMachines)];
    return { step: 'waitForWorkers', state: { reason: 'WaitingForWorkersDeletion', message: ['KubeadmControlPlane deletion blocked because following objects still exist:', ...lines].join('\n') } };
  }
  const stale = staleMachines(machines, now);
  const message = `Deleting ${machines.length} Machine${machines.length === 1 ? '' : 's'}${stale ? ` and ${stale}` : ''}`;
  return { step: 'delete', state: { reason: 'WaitingForMachineDeletion', message } };
}

function blockers(kind: string, objects: readonly KubeObject[]): string[] {
  const names = objects.map(({ metadata }) => metadata.name).sort();
  return names.length === 0 ? [] : [`* ${kind}: ${listNames(names, maxNames)}`];
}

const staleMs = 15 * 60 * 1000;
const longDrainMs = 5 * 60 * 1000;

/** What drain says when something holds it up, and how it is told to users; in the order of the message. */
const drainDelays = [
  { text: "cannot evict pod as it would violate the pod's disruption budget.", reason: 'PodDisruptionBudgets' },
  { text: 'deletionTimestamp set, but still not removed from the Node', reason: 'Pods not terminating' },
  { text: 'failed to evict Pod', reason: 'Pod eviction errors' },
  { text: 'waiting for completion', reason: 'Pods not completed yet' },
] as const;

/** Machines in deletion for long, and the likely causes; the empty string where there are none. */
export function staleMachines(machines: readonly ControlPlaneMachine[], now: Date): string {
  const stale = machines.map(({ machine }) => machine).filter((machine) => isDeleting(machine) && now.getTime() - Date.parse(machine.metadata.deletionTimestamp ?? '') > staleMs);
  if (stale.length === 0) return '';
  const messages = stale.filter((machine) => isDrainingForLong(machine, now)).map((machine) => conditionOf(machine, 'Deleting')?.message ?? '');
  const reasons = drainDelays.filter(({ text }) => messages.some((message) => message.includes(text))).map(({ reason }) => reason);
  const names = stale.map(({ metadata }) => metadata.name).sort();
  const subject = names.length === 1 ? `Machine ${listNames(names, 3)} is` : `Machines ${listNames(names, 3)} are`;
  return `${subject} in deletion since more than 15m${reasons.length > 0 ? `, delay likely due to ${reasons.join(', ')}` : ''}`;
}

function isDrainingForLong(machine: Machine, now: Date): boolean {
  const deleting = conditionOf(machine, 'Deleting');
  const since = machine.status?.deletion?.nodeDrainStartTime;
  return deleting?.status === 'True' && deleting.reason === 'DrainingNode' && since !== undefined && now.getTime() - Date.parse(since) > longDrainMs;
}
