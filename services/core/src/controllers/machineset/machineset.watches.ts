import { clusterTopologyUpgradeStepAnnotation, groupOf, keyOf, machineSetSkipPreflightChecksAnnotation, revisionAnnotation } from '@clusterwright/api';
import type { KubeObject, ObjectKey, UnstructuredObject } from '@clusterwright/api';
import { Clusters, MachineSets } from '@clusterwright/api/core/v1beta2';
import type { Cluster, ContractVersionedObjectReference, Machine, MachineDeployment, MachineSet, MachineSpec } from '@clusterwright/api/core/v1beta2';
import { selectorMatches } from '@clusterwright/api/label-selector';
import type { Client } from '@clusterwright/controller-runtime';
import { clusterOwnerOf } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import { machineDeploymentNameOf } from './machineset.scope.ts';

type Lists = Pick<Client, 'list'>;

async function machineSetKeys(client: Lists, namespace: string | undefined, isMeant: (machineSet: MachineSet) => boolean): Promise<readonly ObjectKey[]> {
  // The list holds MachineSets only; filters are declared for any object.
  return (await client.list(MachineSets, { namespace, filter: (object) => isMeant(object as MachineSet) })).map(keyOf);
}

/** The MachineSet that controls a Machine; of a Machine without controller, all that may adopt it. */
export function machineToMachineSets(client: Lists) {
  return async (machine: Machine): Promise<readonly ObjectKey[]> => {
    const { namespace, labels } = machine.metadata;
    const controller = controllerOf(machine);
    if (!controller) return machineSetKeys(client, namespace, ({ spec }) => selectorMatches(spec.selector, labels));
    return controller.kind === MachineSets.kind && groupOf(controller.apiVersion) === MachineSets.group ? [{ namespace, name: controller.name }] : [];
  };
}

/** Conditions of a Machine that its MachineSet counts, or acts on. */
const decisiveConditions: ReadonlySet<string> = new Set(['Ready', 'Available', 'UpToDate', 'HealthCheckSucceeded', 'OwnerRemediated']);

/**
 * Whether an update of a Machine is detail: what it says of itself on the way up, and what providers add to it. A MachineSet passes it on, but nobody waits for
 * that, and many Machines tell the same story at slightly different times.
 */
export function isMachineDetail(next: Machine, previous: Machine | undefined): boolean {
  return previous !== undefined && decisivePart(next) === decisivePart(previous);
}

function decisivePart({ metadata: { labels, annotations, ownerReferences, finalizers, deletionTimestamp }, spec, status = {} }: Machine): string {
  const { providerID: _providerID, bootstrap, ...ownSpec } = spec;
  const conditions = status.conditions?.filter(({ type }) => decisiveConditions.has(type)).map(({ type, status: value, reason }) => [type, value, type === 'OwnerRemediated' ? reason : '']);
  return JSON.stringify([labels, annotations, ownerReferences, finalizers, deletionTimestamp, ownSpec, bootstrap.configRef, status.nodeInfo?.kubeletVersion, conditions]);
}

/** The MachineSets of a MachineDeployment. */
export function machineDeploymentToMachineSets(client: Lists) {
  return ({ metadata: { namespace, name } }: MachineDeployment): Promise<readonly ObjectKey[]> => machineSetKeys(client, namespace, (machineSet) => machineDeploymentNameOf(machineSet) === name);
}

/** What a MachineSet reads of its MachineDeployment: the revision, and the limits of remediation. */
export function isMachineDeploymentOfInterest(next: MachineDeployment | undefined, previous: MachineDeployment | undefined): boolean {
  const read = (object: MachineDeployment | undefined): string => JSON.stringify([object?.metadata.annotations?.[revisionAnnotation], object?.spec.remediation, object?.spec.replicas]);
  return next !== undefined && read(next) !== read(previous);
}

/** All MachineSets of a Cluster. */
export function clusterToMachineSets(client: Lists) {
  return ({ metadata: { namespace, name } }: KubeObject): Promise<readonly ObjectKey[]> => machineSetKeys(client, namespace, ({ spec }) => spec.clusterName === name);
}

/** A Cluster matters when it appears, when it is paused or resumed, and where a version or control plane changes that preflight checks look at. */
export function isClusterOfInterest(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  const read = (object: Cluster | undefined): string =>
    JSON.stringify([object?.spec.paused ?? false, object?.spec.topology?.version, object?.spec.controlPlaneRef, object?.metadata.annotations?.[clusterTopologyUpgradeStepAnnotation]]);
  return next !== undefined && (previous === undefined || read(next) !== read(previous));
}

/**
 * What providers' objects mean for MachineSets: a template that appears, or is told to skip checks, for those that refer to it;
 * a control plane whose versions change, for all of its Cluster, because preflight checks may pass now.
 */
export function externalToMachineSets(client: Pick<Client, 'get' | 'list'>) {
  return async (object: UnstructuredObject, previous: UnstructuredObject | undefined): Promise<readonly ObjectKey[]> => {
    const { namespace } = object.metadata;
    if (object.kind.endsWith('Template')) {
      if (previous && skippedChecks(previous) === skippedChecks(object)) return [];
      return machineSetKeys(client, namespace, ({ spec }) => refersTo(spec.template.spec, object));
    }
    const owner = clusterOwnerOf(object);
    if (!owner || (previous && versionsOf(previous) === versionsOf(object))) return [];
    const cluster = await client.get(Clusters, { namespace, name: owner.name });
    return cluster && isReference(cluster.spec.controlPlaneRef, object) ? clusterToMachineSets(client)(cluster) : [];
  };
}

const skippedChecks = ({ metadata }: KubeObject): string | undefined => metadata.annotations?.[machineSetSkipPreflightChecksAnnotation];

function versionsOf({ spec, status }: UnstructuredObject): string {
  return JSON.stringify([spec?.['version'], status?.['version'], status?.['versions']]);
}

/** Whether Machines of a spec are made from the template. */
export function refersTo({ bootstrap, infrastructureRef }: MachineSpec, template: KubeObject): boolean {
  return isReference(bootstrap.configRef, template) || isReference(infrastructureRef, template);
}

function isReference(reference: ContractVersionedObjectReference | undefined, { apiVersion, kind, metadata }: KubeObject): boolean {
  return reference?.kind === kind && reference.name === metadata.name && reference.apiGroup === groupOf(apiVersion);
}
