import { keyOf, keyString } from '@clusterwright/api';
import type { Resource, UnstructuredObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { ContractVersionedObjectReference } from '@clusterwright/api/core/v1beta2';
import { selectorLabels, selectorText } from '@clusterwright/api/label-selector';
import { kindFromTemplateKind } from '@clusterwright/contract';
import { done } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import type { PendingNames } from '@clusterwright/provider-kit/cluster/pending-names';
import { findOrphans } from './orphans.plan.ts';

/** Deletes what was made for Machines that never came to be: a create may fail, or the process end, half-way. */
export function orphans(deps: MachineSetDeps, pending: PendingNames): Phase<MachineSetScope> {
  return async (scope, ctx) => {
    const { machineSet, machines } = scope;
    const { bootstrap, infrastructureRef } = machineSet.spec.template.spec;
    const pendingNames = pending.of(machineSet, ctx.now());
    for (const reference of [infrastructureRef, bootstrap.configRef]) {
      if (!reference?.name) continue;
      const { resource, objects } = await listMade(deps, scope, reference);
      const candidates = findOrphans({ machineSet, machines, objects, pendingNames });
      if (candidates.length > 0) await deleteOrphans(deps, scope, { resource, candidates, pendingNames }, ctx);
    }
    return done;
  };
}

async function listMade({ client, external }: MachineSetDeps, { machineSet }: MachineSetScope, { apiGroup, kind }: ContractVersionedObjectReference) {
  const { resource } = await external.resolve({ apiGroup, kind: kindFromTemplateKind(kind) });
  const objects = await client.list(resource, { namespace: machineSet.metadata.namespace, labels: selectorLabels(machineSet.spec.selector) });
  return { resource, objects };
}

interface Candidates {
  readonly resource: Resource<UnstructuredObject>;
  readonly candidates: readonly UnstructuredObject[];
  readonly pendingNames: readonly string[];
}

/** Asks the API server once more: deleting what a Machine uses, because a cache lagged behind, would break that Machine for good. */
async function deleteOrphans({ client }: MachineSetDeps, { machineSet }: MachineSetScope, { resource, candidates, pendingNames }: Candidates, { log, signal }: ReconcileContext): Promise<void> {
  const { namespace } = machineSet.metadata;
  const { items } = await client.live.list(Machines, { namespace, labelSelector: selectorText(machineSet.spec.selector), signal });
  for (const object of findOrphans({ machineSet, machines: items, objects: candidates, pendingNames })) {
    await client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal });
    log.info('Deleting an orphan', { [object.kind]: keyString(keyOf(object)), reason: 'no Machine refers to it' });
  }
}
