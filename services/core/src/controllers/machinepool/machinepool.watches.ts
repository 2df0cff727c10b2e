import { clusterNameLabel, groupOf, keyOf, machinePoolNameLabel, type KubeObject, type ObjectKey, type UnstructuredObject } from '@clusterwright/api';
import { MachinePools, type ContractVersionedObjectReference, type Machine, type MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { ownerKeys, type Client } from '@clusterwright/controller-runtime';
import { labelValueMatches } from '@clusterwright/provider-kit/cluster/label-values';
import { nodeMatters } from '../shared/relevant-changes.watches.ts';

type Lists = Pick<Client, 'list'>;

const ownerPools = ownerKeys(MachinePools.kind, MachinePools.group);

/** MachinePools of a Cluster, whether or not they are labelled yet. */
export async function poolsOfCluster(client: Lists, { namespace, name }: ObjectKey): Promise<readonly MachinePool[]> {
  // The list holds MachinePools only; filters are declared for any object.
  return client.list(MachinePools, { namespace, filter: (object) => (object as MachinePool).spec.clusterName === name });
}

export function clusterToMachinePools(client: Lists): (cluster: KubeObject) => Promise<ObjectKey[]> {
  return async (cluster) => (await poolsOfCluster(client, keyOf(cluster))).map(keyOf);
}

/** The pool of a Machine. */
export function machineToMachinePools(machine: Machine): ObjectKey[] {
  return ownerPools(machine);
}

/** A pool counts its Machines by condition and version, and keeps what its template says of them. */
export function machineMatters(next: Machine | undefined, previous: Machine | undefined): boolean {
  if (!next || !previous) return true;
  return JSON.stringify(countedState(next)) !== JSON.stringify(countedState(previous));
}

function countedState({ metadata, spec, status }: Machine): unknown {
  const { labels, annotations, ownerReferences, deletionTimestamp } = metadata;
  const conditions = ['Ready', 'Available', 'UpToDate'].map((type) => status?.conditions?.find((condition) => condition.type === type)?.status);
  return [labels, annotations, ownerReferences, deletionTimestamp, spec.infrastructureRef, spec.version, status?.nodeInfo?.kubeletVersion, conditions];
}

/** The pool that owns a provider's object, the pool whose instance it is, or the pools that wait for it. */
export function externalToMachinePools(client: Lists): (object: UnstructuredObject, previous: UnstructuredObject | undefined) => Promise<ObjectKey[]> {
  return async (object, previous) => {
    const owners = ownerPools(object);
    if (owners.length > 0) return owners;
    const label = object.metadata.labels?.[machinePoolNameLabel];
    if (label !== undefined) return instanceMatters(object, previous) ? poolsOfInstance(client, object, label) : [];
    if (previous) return [];
    const pools = await client.list(MachinePools, { namespace: object.metadata.namespace });
    return pools.filter(({ spec }) => [spec.template.spec.infrastructureRef, spec.template.spec.bootstrap.configRef].some((reference) => isReference(reference, object))).map(keyOf);
  };
}

async function poolsOfInstance(client: Lists, { metadata }: UnstructuredObject, label: string): Promise<ObjectKey[]> {
  const cluster = metadata.labels?.[clusterNameLabel];
  const pools = await client.list(MachinePools, { namespace: metadata.namespace });
  return pools.filter((pool) => labelValueMatches(pool.metadata.name, label) && pool.spec.clusterName === cluster).map(keyOf);
}

/** Of an instance a pool needs no more than its existence, and where its Node is found. */
function instanceMatters(object: UnstructuredObject, previous: UnstructuredObject | undefined): boolean {
  const read = ({ metadata, spec }: UnstructuredObject): string => JSON.stringify([metadata.labels?.[machinePoolNameLabel], metadata.labels?.[clusterNameLabel], metadata.deletionTimestamp, spec?.['providerID']]);
  return !previous || read(previous) !== read(object);
}

function isReference(reference: ContractVersionedObjectReference | undefined, { apiVersion, kind, metadata }: UnstructuredObject): boolean {
  return reference?.kind === kind && reference.name === metadata.name && reference.apiGroup === groupOf(apiVersion);
}

/** The pools of a Node: those that name it, and those that have its instance. */
export function nodeToMachinePools(client: Lists): (cluster: ObjectKey, next: Node | undefined, previous: Node | undefined) => Promise<ObjectKey[]> {
  return async (cluster, next, previous) => {
    const node = next ?? previous;
    if (!node || !nodeMatters(next, previous)) return [];
    const providerID = node.spec?.providerID;
    const pools = await poolsOfCluster(client, cluster);
    return pools.filter(({ spec, status }) => (providerID && spec.providerIDList?.includes(providerID)) || status?.nodeRefs?.some(({ name }) => name === node.metadata.name)).map(keyOf);
  };
}
