/** Which changes of other objects concern a MachineHealthCheck. Pure, except for reads of caches. */
import { clusterNameLabel, keyOf } from '@clusterwright/api';
import type { Condition, KubeObject, ObjectKey, UnstructuredObject } from '@clusterwright/api';
import { MachineHealthChecks, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine, MachineHealthCheck } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { isEmptySelector, selectorMatches, selectorProblem } from '@clusterwright/api/label-selector';
import { ownerKeys } from '@clusterwright/controller-runtime';
import type { Client } from '@clusterwright/controller-runtime';

type Lists = Pick<Client, 'list'>;
type Keys = Promise<readonly ObjectKey[]>;

async function keysWhere(client: Lists, namespace: string | undefined, isMeant: (machineHealthCheck: MachineHealthCheck) => boolean): Keys {
  // The list holds MachineHealthChecks only; filters are declared for any object.
  return (await client.list(MachineHealthChecks, { namespace, filter: (object) => isMeant(object as MachineHealthCheck) })).map(keyOf);
}

/** The MachineHealthChecks that select a Machine, or did before its labels changed. */
export function machineToMachineHealthChecks(client: Lists) {
  return async (machine: Machine, previous: Machine | undefined): Keys =>
    keysWhere(client, machine.metadata.namespace, ({ spec }) => [machine, previous].some((each) => each !== undefined && spec.clusterName === each.spec.clusterName && selects(spec.selector, each)));
}

/** A selector that cannot be used, or names nothing, selects nothing. */
function selects(selector: MachineHealthCheck['spec']['selector'], { metadata }: Machine): boolean {
  return !isEmptySelector(selector) && selectorProblem(selector) === undefined && selectorMatches(selector, metadata.labels);
}

/** Health checks look at conditions, the Node, labels and annotations of a Machine, and at whether it is being deleted. */
export function isMachineOfInterest(next: Machine | undefined, previous: Machine | undefined): boolean {
  const read = ({ metadata: { labels, annotations, deletionTimestamp }, status = {} }: Machine): string =>
    JSON.stringify([labels, annotations, deletionTimestamp, status.nodeRef?.name, statesOf(status.conditions)]);
  return !next || !previous || read(next) !== read(previous);
}

/** What checks read of conditions: not their words. */
function statesOf(conditions: readonly (Partial<Record<keyof Condition, unknown>>)[] | undefined): unknown {
  return conditions?.map(({ type, status, reason, lastTransitionTime }) => [type, status, reason, lastTransitionTime]);
}

/** The MachineHealthChecks of a Cluster. */
export function clusterToMachineHealthChecks(client: Lists) {
  return ({ namespace, name }: ObjectKey): Keys => keysWhere(client, namespace, ({ spec }) => spec.clusterName === name);
}

/** A Cluster matters when it appears, when it is paused or resumed, and when it reaches the milestones that timeouts count from. */
export function isClusterOfInterest(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  const milestones = ['ControlPlaneInitialized', 'InfrastructureReady'];
  const read = ({ spec, status }: Cluster): string => JSON.stringify([spec.paused ?? false, statesOf(status?.conditions?.filter(({ type }) => milestones.includes(type)))]);
  return next !== undefined && (!previous || read(next) !== read(previous));
}

/** The MachineHealthChecks of the Machine that runs on a Node. */
export function nodeToMachineHealthChecks(client: Lists) {
  return async (cluster: ObjectKey, next: Node | undefined, previous: Node | undefined): Keys => {
    const node = next ?? previous;
    if (!node || !isNodeOfInterest(next, previous)) return [];
    const machines = await client.list(Machines, { namespace: cluster.namespace, labels: { [clusterNameLabel]: cluster.name } });
    const [machine] = machines.filter(({ status }) => status?.nodeRef?.name === node.metadata.name);
    return machine ? machineToMachineHealthChecks(client)(machine, undefined) : [];
  };
}

/** A heartbeat is no change. */
export function isNodeOfInterest(next: Node | undefined, previous: Node | undefined): boolean {
  const read = ({ status }: Node): string => JSON.stringify(statesOf(status?.conditions));
  return !next || !previous || read(next) !== read(previous);
}

const owningMachines = ownerKeys(Machines.kind, Machines.group);

/** A remediation template that appears, for those that refer to it; a request that goes or comes, for those that select its Machine. */
export function remediationToMachineHealthChecks(client: Pick<Client, 'get' | 'list'>) {
  return async (object: UnstructuredObject, previous: UnstructuredObject | undefined): Keys => {
    if (previous) return [];
    const { apiVersion, kind, metadata } = object;
    const owners = await Promise.all(owningMachines(object).map((key) => client.get(Machines, key)));
    const machines = owners.filter((machine) => machine !== undefined);
    const selecting = await Promise.all(machines.map((machine) => machineToMachineHealthChecks(client)(machine, undefined)));
    const referring = await keysWhere(client, metadata.namespace, ({ spec }) => isReference(spec.remediation?.templateRef, { apiVersion, kind, metadata }));
    return [...selecting.flat(), ...referring];
  };
}

function isReference(reference: { readonly apiVersion: string; readonly kind: string; readonly name: string } | undefined, { apiVersion, kind, metadata }: KubeObject): boolean {
  return reference?.kind === kind && reference.name === metadata.name && reference.apiVersion === apiVersion;
}
