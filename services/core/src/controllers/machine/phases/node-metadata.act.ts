import { Nodes } from '@clusterwright/api/kubernetes';
import { done, type Phase } from '@clusterwright/controller-runtime';
import { interruptibleLabelSet } from '../machine.events.ts';
import type { MachineScope } from '../machine.scope.ts';
import { becomesInterruptible, planNodePatch, type NodePatchSettings } from './node-patch.plan.ts';

/**
 * Keeps labels, annotations and taints of the Node in line with the Machine's, in one request at most.
 *
 * A phase of its own: what the Node says of itself is known, and reported, though writing to its cluster fails.
 */
export function nodeMetadata(settings: NodePatchSettings): Phase<MachineScope> {
  return async (scope, { log, events, signal }) => {
    if (scope.node.kind !== 'found' || scope.connection.kind !== 'connected') return done;
    const { node: found } = scope.node;
    const patch = planNodePatch(scope, found, settings);
    if (!patch) return done;
    const { client, nodes } = scope.connection.cluster;
    log.debug('Adjusting Node to its Machine', { Node: found.metadata.name, diff: patch });
    const node = await client.patch(Nodes, { name: found.metadata.name }, { type: 'merge', body: patch }, { signal });
    nodes.remember(node);
    if (becomesInterruptible(scope, found)) interruptibleLabelSet(events, scope.machine, found.metadata.name);
    return { outcome: done, observed: { node: { kind: 'found', node } } };
  };
}
