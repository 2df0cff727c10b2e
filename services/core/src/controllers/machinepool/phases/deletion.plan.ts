import type { KubeObject, Resource } from '@clusterwright/api';
import { Machines, type MachinePool } from '@clusterwright/api/core/v1beta2';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import { isNodeDeletionTimeUp } from '../../shared/deletion-timeouts.plan.ts';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';

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

export type NodeRemovalPlan = { readonly step: 'skip'; readonly cause: string } | { readonly step: 'delete' };

/** Nodes go last, because a kubelet that runs would register its own again; and not where their whole cluster goes. */
export function planNodeRemoval({ machinePool, cluster }: Pick<MachinePoolScope, 'machinePool' | 'cluster'>): NodeRemovalPlan {
  if ((machinePool.status?.nodeRefs ?? []).length === 0) return { step: 'skip', cause: 'there are no nodeRefs' };
  return isDeleting(cluster) ? { step: 'skip', cause: 'cluster is being deleted' } : { step: 'delete' };
}

/** Whether to go on without having deleted the Nodes; no timeout and a timeout of 0 both mean never. */
export function isNodeRemovalTimeUp({ metadata, spec }: MachinePool, now: Date): boolean {
  return isNodeDeletionTimeUp({ metadata, spec: spec.template.spec }, now);
}
