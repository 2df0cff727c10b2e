import type { KubeObject, Resource } from '@clusterwright/api';
import { Machines, type MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import { isDeleting, type MachinePoolScope } from '../machinepool.scope.ts';
import { knownNodes } from './nodes.plan.ts';

/** Objects that must be gone before the next step. */
export interface RemovalPlan {
  readonly targets: readonly { readonly resource: Resource; readonly object: KubeObject }[];
  readonly leaving: number;
}

/** BootstrapConfig and InfraMachinePool go first, both at once: the provider takes the instances away, and their Machines with them. Errors: the one that reading met. */
export function planExternalRemoval({ bootstrapConfig, infraMachinePool }: Pick<MachinePoolScope, 'bootstrapConfig' | 'infraMachinePool'>): RemovalPlan {
  const observed = [bootstrapConfig, infraMachinePool];
  const failed = observed.find((each) => each.kind === 'failed');
  if (failed) throw failed.error;
  return removal(observed.filter((each) => each.kind === 'found'));
}

/** Machines that the provider has left: nobody else would drain them and take their finalizers away before the pool is gone. */
export function planMachineRemoval({ machinePool, machines }: Pick<MachinePoolScope, 'machinePool' | 'machines'>): RemovalPlan {
  const own = machines.filter((machine) => controllerOf(machine)?.uid === machinePool.metadata.uid);
  return removal(own.map((object) => ({ resource: Machines, object })));
}

function removal(found: RemovalPlan['targets']): RemovalPlan {
  const targets = found.filter(({ object }) => !isDeleting(object));
  return { targets, leaving: found.length - targets.length };
}

export type NodeRemovalPlan =
  | { readonly step: 'skip'; readonly cause: string }
  | { readonly step: 'delete'; readonly nodes: readonly Node[] }
  /** `leftMs`: until it is given up; undefined where it never is. */
  | { readonly step: 'waitForConnection'; readonly leftMs: number | undefined };

/** Nodes go last, because a kubelet that runs would register its own again; and not where their whole cluster goes. */
export function planNodeRemoval({ machinePool, cluster, connection }: Pick<MachinePoolScope, 'machinePool' | 'cluster' | 'connection'>, now: Date): NodeRemovalPlan {
  if ((machinePool.status?.nodeRefs ?? []).length === 0) return { step: 'skip', cause: 'there are no nodeRefs' };
  if (isDeleting(cluster)) return { step: 'skip', cause: 'cluster is being deleted' };
  const leftMs = nodeDeletionTimeLeftMs(machinePool, now);
  if (leftMs !== undefined && leftMs <= 0) return { step: 'skip', cause: 'the node deletion timeout has passed' };
  return connection.kind === 'connected' ? { step: 'delete', nodes: knownNodes(machinePool, connection.cluster.nodes) } : { step: 'waitForConnection', leftMs };
}

/** No timeout and a timeout of 0 both mean for ever. */
function nodeDeletionTimeLeftMs({ metadata, spec }: MachinePool, now: Date): number | undefined {
  const seconds = spec.template.spec.deletion?.nodeDeletionTimeoutSeconds;
  if (!seconds || metadata.deletionTimestamp === undefined) return undefined;
  return Date.parse(metadata.deletionTimestamp) + seconds * 1000 - now.getTime();
}
