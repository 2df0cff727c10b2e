import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import type { NodeCache } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { withStatus, withV1Beta1 } from '../../shared/learned.plan.ts';

export type NodesPlan =
  | { readonly step: 'waitForProviderIDs' }
  | {
      readonly step: 'assign';
      readonly learned: MachinePool;
      readonly nodes: readonly Node[];
      /** Nodes of instances that the provider has taken away. */
      readonly retired: readonly Node[];
      /** Until the next ready Node has been so for minReadySeconds; undefined where none is on the way. */
      readonly availableInMs: number | undefined;
    };

type Nodes = Pick<NodeCache, 'get' | 'byProviderID'>;

/** What the MachinePool learns from the Nodes of its workload cluster: those with its provider IDs, and how many of them are ready (spec MP-02). */
export function planNodes(machinePool: MachinePool, cache: Nodes, now: Date): NodesPlan {
  const { providerIDList = [], replicas, template } = machinePool.spec;
  if (providerIDList.length === 0 && replicas !== 0) return { step: 'waitForProviderIDs' };

  const nodes = providerIDList.flatMap((providerID) => cache.byProviderID(providerID)[0] ?? []);
  const ready = nodes.filter(isReady);
  const waits = ready.map((node) => availableInMs(node, template.spec.minReadySeconds ?? 0, now)).filter((ms) => ms > 0);
  const available = ready.length - waits.length;
  const counted = withV1Beta1(machinePool, { readyReplicas: ready.length, availableReplicas: available, unavailableReplicas: (machinePool.status?.replicas ?? 0) - available });
  return {
    step: 'assign',
    learned: withStatus(counted, { nodeRefs: nodes.map(referenceTo) }),
    nodes,
    retired: retiredNodes(machinePool, cache),
    availableInMs: waits.length > 0 ? Math.min(...waits) : undefined,
  };
}

/** Nodes that were of the pool and whose instance is none of it any more; one that has another identity by now is somebody else's. */
function retiredNodes(machinePool: MachinePool, cache: Nodes): Node[] {
  const providerIDs = new Set(machinePool.spec.providerIDList);
  return knownNodes(machinePool, cache).filter(({ spec }) => spec?.providerID !== undefined && spec.providerID !== '' && !providerIDs.has(spec.providerID));
}

/** Nodes that the status names, as far as they are still the same. */
export function knownNodes({ status }: MachinePool, cache: Pick<NodeCache, 'get'>): Node[] {
  return (status?.nodeRefs ?? []).flatMap(({ name = '', uid }) => {
    const node = cache.get(name);
    return node && (uid === undefined || uid === node.metadata.uid) ? [node] : [];
  });
}

function referenceTo({ metadata: { name, uid } }: Node): NonNullable<NonNullable<MachinePool['status']>['nodeRefs']>[number] {
  return { apiVersion: 'v1', kind: 'Node', name, ...(uid === undefined ? {} : { uid }) };
}

const readyCondition = ({ status }: Node) => status?.conditions?.find(({ type }) => type === 'Ready');
const isReady = (node: Node): boolean => readyCondition(node)?.status === 'True';

function availableInMs(node: Node, minReadySeconds: number, now: Date): number {
  if (minReadySeconds <= 0) return 0;
  const since = readyCondition(node)?.lastTransitionTime;
  // Without a time nothing can be waited for: the next heartbeat that brings one wakes the pool.
  return since === undefined ? minReadySeconds * 1000 : Date.parse(since) + minReadySeconds * 1000 + 1 - now.getTime();
}
