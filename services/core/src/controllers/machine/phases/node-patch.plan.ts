import { annotationsFromMachineAnnotation, interruptibleLabel, labelsFromMachineAnnotation, revisionAnnotation, taintsFromMachineAnnotation, type KubeObject } from '@clusterwright/api';
import type { Taint } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { infraMachineInterruptible } from '@clusterwright/contract';
import type { MachineDeps, MachineScope } from '../machine.scope.ts';
import { bookkeepingAnnotations, managedAnnotations, managedLabels } from './managed-metadata.plan.ts';
import { planNodeTaints, type NodeTaintsPlan } from './node-taints.plan.ts';

type Changes = Record<string, string | null>;

/** A merge patch of a Node; null removes. It carries the resourceVersion, because taints are replaced as a whole list. */
export interface NodePatch {
  readonly metadata: { readonly resourceVersion?: string | undefined; readonly labels?: Changes; readonly annotations?: Changes };
  readonly spec?: { readonly taints: readonly Taint[] | null };
}

export type NodePatchSettings = Pick<MachineDeps, 'features' | 'additionalSyncLabels' | 'additionalSyncAnnotations'>;

/** What of a Node must change for it to carry labels, annotations and taints of its Machine; undefined where nothing must (spec MA-05…MA-10). */
export function planNodePatch(scope: MachineScope, node: Node, settings: NodePatchSettings): NodePatch | undefined {
  const { taints, tracking } = desiredTaints(scope, node, settings);
  const hasNewTaints = !areSame(taints, node.spec?.taints ?? []);
  const metadata = metadataChanges(scope, node, { ...settings, taintsTracking: tracking });
  if (Object.keys(metadata).length === 0 && !hasNewTaints) return undefined;
  return {
    metadata: { resourceVersion: node.metadata.resourceVersion, ...metadata },
    ...(hasNewTaints ? { spec: { taints: taints.length > 0 ? taints : null } } : {}),
  };
}

function desiredTaints({ machine, machineSet, machineDeployment }: MachineScope, node: Node, { features }: NodePatchSettings): NodeTaintsPlan {
  const machineTaints = features.enabled('MachineTaintPropagation') ? (machine.spec.taints ?? []) : undefined;
  return planNodeTaints({ node, machineTaints, isOutdated: isOutdated(machineSet, machineDeployment) });
}

function metadataChanges(scope: MachineScope, { metadata }: Node, settings: NodePatchSettings & { readonly taintsTracking: string | undefined }): Pick<NodePatch['metadata'], 'labels' | 'annotations'> {
  const desired = desiredMetadata(scope, settings);
  const taintsTracking: Record<string, string> = settings.taintsTracking === undefined ? {} : { [taintsFromMachineAnnotation]: settings.taintsTracking };
  const ours = [...bookkeepingAnnotations, ...listOf(metadata.annotations?.[annotationsFromMachineAnnotation])].filter((key) => key !== annotationsFromMachineAnnotation);
  const labels = changes(metadata.labels, desired.labels, listOf(metadata.annotations?.[labelsFromMachineAnnotation]));
  const annotations = changes(metadata.annotations, { ...desired.annotations, ...desired.tracking, ...taintsTracking }, ours);
  return { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
}

/** Whether the provider may take the instance away, and the Node does not say so yet. */
export function becomesInterruptible({ infraMachine }: Pick<MachineScope, 'infraMachine'>, node: Node): boolean {
  return infraMachine.kind === 'found' && infraMachineInterruptible(infraMachine.object) && node.metadata.labels?.[interruptibleLabel] === undefined;
}

function desiredMetadata({ machine, infraMachine }: MachineScope, { additionalSyncLabels, additionalSyncAnnotations }: NodePatchSettings) {
  const isInterruptible = infraMachine.kind === 'found' && infraMachineInterruptible(infraMachine.object);
  const labels = { ...managedLabels(machine.metadata.labels, additionalSyncLabels), ...(isInterruptible ? { [interruptibleLabel]: '' } : {}) };
  const annotations = managedAnnotations(machine, additionalSyncAnnotations);
  const listed = Object.keys(annotations).filter((key) => !bookkeepingAnnotations.includes(key));
  const tracking = { [labelsFromMachineAnnotation]: Object.keys(labels).sort().join(','), [annotationsFromMachineAnnotation]: listed.sort().join(',') };
  return { labels, annotations, tracking };
}

/** Differences between what is and what should be; of keys not wanted, only those we set earlier are removed. */
function changes(current: Readonly<Record<string, string>> | undefined, desired: Readonly<Record<string, string>>, ours: readonly string[]): Changes | undefined {
  const set = Object.entries(desired).filter(([key, value]) => current?.[key] !== value);
  const removed = ours.filter((key) => desired[key] === undefined && current?.[key] !== undefined).map((key): [string, null] => [key, null]);
  return set.length + removed.length > 0 ? Object.fromEntries([...set, ...removed]) : undefined;
}

function listOf(text: string | undefined): string[] {
  return text ? text.split(',') : [];
}

function areSame(a: readonly Taint[], b: readonly Taint[]): boolean {
  return a.length === b.length && a.every((taint, index) => taint.key === b[index]?.key && taint.effect === b[index].effect && (taint.value ?? '') === (b[index].value ?? ''));
}

function isOutdated(machineSet: KubeObject | undefined, machineDeployment: KubeObject | undefined): boolean {
  if (!machineSet || !machineDeployment) return false;
  return revisionOf(machineSet) < revisionOf(machineDeployment);
}

function revisionOf({ metadata }: KubeObject): number {
  const revision = Number.parseInt(metadata.annotations?.[revisionAnnotation] ?? '0', 10);
  return Number.isNaN(revision) ? 0 : revision;
}
