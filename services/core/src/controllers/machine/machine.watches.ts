import { clusterNameLabel, groupOf, keyOf, machineDeploymentNameLabel, revisionAnnotation, type KubeObject, type ObjectKey, type UnstructuredObject } from '@clusterwright/api';
import { Machines, MachineSets, type Cluster, type Machine, type MachineDeployment, type MachineSet } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { ownerKeys, type Client } from '@clusterwright/controller-runtime';
import { nodeMatters } from '../shared/relevant-changes.watches.ts';

type Lists = Pick<Client, 'list'>;

/** Machines of a Cluster. */
export async function machinesOfCluster(client: Lists, { namespace, name }: ObjectKey): Promise<readonly Machine[]> {
  return client.list(Machines, { namespace, labels: { [clusterNameLabel]: name } });
}

export function clusterToMachines(client: Lists): (cluster: Cluster) => Promise<ObjectKey[]> {
  return async (cluster) => (await machinesOfCluster(client, keyOf(cluster))).map(keyOf);
}

/** Template and revision decide whether Machines are up to date; replicas and status say nothing to them. */
export function templateMatters(next: MachineSet | MachineDeployment | undefined, previous: MachineSet | MachineDeployment | undefined): boolean {
  if (!next || !previous) return false;
  const revisionOf = ({ metadata }: KubeObject) => metadata.annotations?.[revisionAnnotation];
  return revisionOf(next) !== revisionOf(previous) || (next.metadata.generation !== previous.metadata.generation && !sameTemplate(next, previous));
}

function sameTemplate(next: MachineSet | MachineDeployment, previous: MachineSet | MachineDeployment): boolean {
  const relevant = ({ spec }: MachineSet | MachineDeployment) => JSON.stringify([spec.template, 'rollout' in spec ? spec.rollout?.after : undefined]);
  return relevant(next) === relevant(previous);
}

export function machineSetToMachines(client: Lists): (machineSet: MachineSet) => Promise<ObjectKey[]> {
  return async ({ metadata, spec }) => {
    const machines = await machinesOfCluster(client, { namespace: metadata.namespace, name: spec.clusterName });
    return machines.filter((machine) => machine.metadata.ownerReferences?.some(({ kind, name, apiVersion }) => kind === MachineSets.kind && name === metadata.name && groupOf(apiVersion) === MachineSets.group)).map(keyOf);
  };
}

export function machineDeploymentToMachines(client: Lists): (machineDeployment: MachineDeployment) => Promise<ObjectKey[]> {
  return async ({ metadata, spec }) => {
    const machines = await client.list(Machines, { namespace: metadata.namespace, labels: { [clusterNameLabel]: spec.clusterName, [machineDeploymentNameLabel]: metadata.name } });
    return machines.map(keyOf);
  };
}

const ownerMachines = ownerKeys(Machines.kind, Machines.group);

/** The Machine that owns a provider's object; where none does yet and the object is new, the Machines that wait for it. */
export function externalToMachines(client: Lists): (object: UnstructuredObject, previous: UnstructuredObject | undefined) => Promise<ObjectKey[]> {
  return async (object, previous) => {
    const owners = ownerMachines(object);
    if (owners.length > 0 || previous) return owners;
    const { kind, metadata } = object;
    const refersTo = ({ spec }: Machine) => [spec.infrastructureRef, spec.bootstrap.configRef].some((reference) => reference?.kind === kind && reference.name === metadata.name);
    const machines = await client.list(Machines, { namespace: metadata.namespace });
    return machines.filter(refersTo).map(keyOf);
  };
}

/** The Machine of a Node: the one that names it, else the one on the same instance. */
export function nodeToMachines(client: Lists): (cluster: ObjectKey, next: Node | undefined, previous: Node | undefined) => Promise<ObjectKey[]> {
  return async (cluster, next, previous) => {
    const node = next ?? previous;
    if (!node || !nodeMatters(next, previous)) return [];
    const machines = await machinesOfCluster(client, cluster);
    const byName = machines.filter(({ status }) => status?.nodeRef?.name === node.metadata.name);
    const { providerID } = node.spec ?? {};
    const found = byName.length > 0 || !providerID ? byName : machines.filter(({ spec }) => spec.providerID === providerID);
    return found.map(keyOf);
  };
}
