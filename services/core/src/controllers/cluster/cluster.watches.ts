/**
 * Which changes of other objects concern a Cluster, and how soon. Much of what a Cluster says is a summary: waiting a moment lets one pass, and one write,
 * answer many changes. Pure.
 */
import type { Condition, KubeObject, ObjectKey, UnstructuredObject } from '@clusterwright/api';
import type { Cluster, Machine, MachineDeployment, MachinePool, MachineSet } from '@clusterwright/api/core/v1beta2';
import { clusterOwnerOf } from '@clusterwright/provider-kit/cluster/cluster-lookup';

/**
 * `now`: others wait for it, or the Cluster becomes available by it. `shortly`: something is gone, and deletion may go on. `soon`: a number or a status changed.
 * `later`: only words did.
 */
export type Urgency = 'now' | 'shortly' | 'soon' | 'later' | 'never';

/** What matters of an object, by how much it matters. */
interface Digest {
  readonly now?: unknown;
  readonly soon: unknown;
  readonly later: unknown;
}

/** By JSON: objects come from the API server, which keeps the order of fields. A difference in order alone costs one pass. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Compares two states of an object; one that appeared counts as soon, one that vanished as shortly. */
function urgencyBy<W extends KubeObject>(digest: (object: W) => Digest): (object: W, previous: W | undefined) => Urgency {
  return (object, previous) => {
    // Of an object without previous state the end of its deletion is the urgent case: the Cluster may be waiting for it.
    if (!previous) return object.metadata.deletionTimestamp ? 'shortly' : 'soon';
    const next = digest(object);
    const before = digest(previous);
    if (!isSame(next.now, before.now)) return 'now';
    if (!isSame(next.soon, before.soon)) return 'soon';
    return isSame(next.later, before.later) ? 'never' : 'later';
  };
}

type Conditioned = { readonly status?: { readonly conditions?: readonly Condition[] | undefined } | undefined };

const statuses = ({ status }: Conditioned, types: readonly string[]): unknown => types.map((type) => status?.conditions?.find((condition) => condition.type === type)?.status);
const words = ({ status }: Conditioned, types: readonly string[]): unknown =>
  types.map((type) => {
    const condition = status?.conditions?.find((candidate) => candidate.type === type);
    return [condition?.reason, condition?.message];
  });

const machineTypes = ['Ready', 'Available', 'UpToDate', 'HealthCheckSucceeded', 'OwnerRemediated'];
const changeTypes = ['Available', 'RollingOut', 'ScalingUp', 'ScalingDown'];

export const machineUrgency = urgencyBy<Machine>((machine) => ({
  soon: [statuses(machine, machineTypes), Boolean(machine.status?.nodeRef?.name), machine.metadata.ownerReferences, machine.metadata.labels],
  later: [words(machine, machineTypes), machine.status?.nodeInfo?.kubeletVersion],
}));

type Scalable = MachineDeployment | MachineSet | MachinePool;

function counts({ spec, status }: Scalable): unknown {
  return [spec.replicas, status?.replicas, status?.readyReplicas, status?.availableReplicas, status?.upToDateReplicas, status?.versions];
}

const isAvailable = ({ status }: Conditioned): boolean => status?.conditions?.some(({ type, status: value }) => type === 'Available' && value === 'True') ?? false;

export const scalableUrgency = urgencyBy<Scalable>((object) => ({
  now: isAvailable(object),
  soon: [counts(object), statuses(object, changeTypes), object.metadata.ownerReferences],
  later: words(object, changeTypes),
}));

const referencedTypes = [...changeTypes, 'Ready'];

/** InfraCluster and control plane: provisioning elsewhere waits for what they report. */
export const referencedUrgency = urgencyBy<UnstructuredObject>((object) => {
  const { conditions, initialization, ready, initialized, failureDomains, failureReason, failureMessage, ...status } = object.status ?? {};
  const conditioned: Conditioned = { status: { conditions: Array.isArray(conditions) ? (conditions as Condition[]) : [] } };
  const { ownerReferences, labels, deletionTimestamp } = object.metadata;
  return {
    now: [initialization, ready, initialized, failureDomains, object.spec?.['controlPlaneEndpoint'], ownerReferences, labels, deletionTimestamp, isAvailable(conditioned)],
    soon: [
      object.spec?.['replicas'],
      ['replicas', 'readyReplicas', 'availableReplicas', 'unavailableReplicas', 'upToDateReplicas', 'updatedReplicas', 'versions'].map((field) => status[field]),
      statuses(conditioned, referencedTypes),
      [failureReason, failureMessage],
    ],
    later: [words(conditioned, referencedTypes), status['v1beta2']],
  };
});

/** Key of the Cluster named in the object's spec. */
export function specClusterKey({ metadata, spec }: KubeObject & { readonly spec: { readonly clusterName: string } }): ObjectKey[] {
  return spec.clusterName ? [{ namespace: metadata.namespace, name: spec.clusterName }] : [];
}

/** Key of the owning Cluster; before adoption, of those that refer to the object. */
export function referencingClusterKeys(object: UnstructuredObject, clustersOf: (namespace: string | undefined) => Promise<readonly Cluster[]>): Promise<ObjectKey[]> | ObjectKey[] {
  const { namespace, name } = object.metadata;
  const owner = clusterOwnerOf(object);
  if (owner) return [{ namespace, name: owner.name }];
  const isMeant = (reference: { readonly kind: string; readonly name: string } | undefined): boolean => reference?.kind === object.kind && reference.name === name;
  return clustersOf(namespace).then((clusters) => clusters.filter(({ spec }) => isMeant(spec.infrastructureRef) || isMeant(spec.controlPlaneRef)).map(({ metadata }) => ({ namespace, name: metadata.name })));
}

/** Whether a change of a Cluster is more than what this controller itself wrote. */
export function isForeignChange(owned: readonly string[]): (next: Cluster | undefined, previous: Cluster | undefined) => boolean {
  const digest = ({ metadata: { resourceVersion: _version, managedFields: _fields, ...metadata }, spec, status }: Cluster): unknown => [
    metadata,
    spec,
    (status?.conditions ?? []).filter(({ type }) => !owned.includes(type)),
  ];
  return (next, previous) => !next || !previous || !isSame(digest(next), digest(previous));
}
