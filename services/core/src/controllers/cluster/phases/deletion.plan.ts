import { okToDeleteAnnotation, type KubeObject, type Resource } from '@clusterwright/api';
import { MachineDeployments, MachinePools, Machines, MachineSets, type Cluster } from '@clusterwright/api/core/v1beta2';
import { isOwnedBy } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ClusterScope, Descendants, FoundObject, ObservedReference } from '../cluster.scope.ts';
import { listNames } from '../status/names.status.ts';

export interface DeletionTarget {
  readonly resource: Resource;
  readonly object: KubeObject;
}

type Waiting = 'WaitingForBeforeDeleteHook' | 'WaitingForWorkersDeletion' | 'WaitingForControlPlaneDeletion' | 'WaitingForInfrastructureDeletion' | 'InternalError';

/** The next step of deletion. Reason and message become condition Deleting; `passed` says what is gone already. */
export type DeletionPlan =
  | { readonly step: 'wait'; readonly reason: Waiting; readonly message: string; readonly passed: readonly Passed[] }
  | { readonly step: 'delete'; readonly reason: Waiting; readonly message: string; readonly targets: readonly DeletionTarget[]; readonly passed: readonly Passed[] }
  | { readonly step: 'finish'; readonly passed: readonly Passed[] };
export type Passed = 'controlPlane' | 'infrastructure';

export const internalErrorMessage = 'Please check controller logs for errors';

/** Workers, then the control plane, then the infrastructure (CL-13): Nodes must be able to leave, and machines need their network until the end. Pure. */
export function planDeletion(scope: ClusterScope): DeletionPlan {
  const { cluster, descendants, controlPlane, infraCluster } = scope;
  if (descendants.kind === 'unreadable') return planHook(scope) ?? unreadable([]);
  return (
    planHook(scope) ??
    planWorkers(cluster, descendants) ??
    planReferenced(controlPlane, cluster.spec.controlPlaneRef?.kind, 'WaitingForControlPlaneDeletion', []) ??
    planReferenced(infraCluster, cluster.spec.infrastructureRef?.kind, 'WaitingForInfrastructureDeletion', ['controlPlane']) ?? { step: 'finish', passed: ['controlPlane', 'infrastructure'] }
  );
}

/** Whether extensions have yet to consent to the deletion. */
export function isDeleteHookPending({ cluster, waitsForDeleteHook }: Pick<ClusterScope, 'cluster' | 'waitsForDeleteHook'>): boolean {
  const hasAgreed = cluster.metadata.annotations?.[okToDeleteAnnotation] !== undefined;
  return waitsForDeleteHook && cluster.spec.topology !== undefined && !hasAgreed;
}

function planHook(scope: ClusterScope): DeletionPlan | undefined {
  if (!isDeleteHookPending(scope)) return undefined;
  return { step: 'wait', reason: 'WaitingForBeforeDeleteHook', message: 'Waiting for BeforeClusterDelete hook', passed: [] };
}

function unreadable(passed: readonly Passed[]): DeletionPlan {
  return { step: 'wait', reason: 'InternalError', message: internalErrorMessage, passed };
}

function planWorkers(cluster: Cluster, descendants: Descendants): DeletionPlan | undefined {
  const pending = pendingNames(cluster, descendants);
  const targets = ownedDescendants(cluster, descendants).filter(({ object }) => object.metadata.deletionTimestamp === undefined);
  if (pending.length === 0 && targets.length === 0) return undefined;
  const waiting = { reason: 'WaitingForWorkersDeletion', message: pending.map((line) => `* ${line}`).join('\n'), passed: [] } as const;
  return targets.length > 0 ? { step: 'delete', targets, ...waiting } : { step: 'wait', ...waiting };
}

function planReferenced(observed: ObservedReference, kind: string | undefined, reason: Waiting, passed: readonly Passed[]): DeletionPlan | undefined {
  if (observed.kind === 'unset' || observed.kind === 'notFound') return undefined;
  if (observed.kind === 'unreadable') return unreadable(passed);
  const waiting = { reason, message: `Waiting for ${kind} to be deleted`, passed };
  return isGoing(observed) ? { step: 'wait', ...waiting } : { step: 'delete', targets: [observed], ...waiting };
}

const isGoing = ({ object }: FoundObject): boolean => object.metadata.deletionTimestamp !== undefined;

/** Control plane Machines go by themselves only where no control plane object looks after them. */
function controlPlaneMachinesOf({ spec }: Cluster, { controlPlaneMachines }: Descendants): Descendants['controlPlaneMachines'] {
  return spec.controlPlaneRef ? [] : controlPlaneMachines;
}

/** What the Cluster owns itself; what a MachineDeployment or MachineSet owns goes with it. */
function ownedDescendants(cluster: Cluster, descendants: Descendants): DeletionTarget[] {
  const lists: readonly (readonly [Resource, readonly KubeObject[]])[] = [
    [MachinePools, descendants.machinePools],
    [MachineDeployments, descendants.machineDeployments],
    [MachineSets, descendants.machineSets],
    [Machines, descendants.workerMachines],
    [Machines, controlPlaneMachinesOf(cluster, descendants)],
  ];
  return lists.flatMap(([resource, objects]) => objects.filter((object) => isOwnedBy(object, cluster)).map((object) => ({ resource, object })));
}

function pendingNames(cluster: Cluster, descendants: Descendants): string[] {
  const groups: readonly (readonly [string, readonly KubeObject[]])[] = [
    ['Control plane Machines', controlPlaneMachinesOf(cluster, descendants)],
    ['MachineDeployments', descendants.machineDeployments],
    ['MachineSets', descendants.machineSets],
    ['MachinePools', descendants.machinePools],
    ['Worker Machines', descendants.workerMachines],
  ];
  return groups.filter(([, objects]) => objects.length > 0).map(([label, objects]) => `${label}: ${listNames(objects, 5)}`);
}
