import { machineControlPlaneLabel, machinePoolNameLabel, devMachinePoolLabel, keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, OwnerReference } from '@clusterwright/api';
import type { Cluster, Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import { Machines, MachinePools } from '@clusterwright/api/core/v1beta2';
import { InvariantError } from '@clusterwright/api/errors';
import type { DevMachineConditions } from '@clusterwright/api/infrastructure/v1beta2';
import type { ReasonOf } from '@clusterwright/api/condition-map';
import type { Client, ConditionDraft, Outcome } from '@clusterwright/controller-runtime';
import { clusterKeyOf, findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { labelValueMatches } from '@clusterwright/provider-kit/cluster/label-values';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { BackgroundTasks } from '../../background-tasks.ts';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import { containerOfProviderID, machineContainerName } from '../../containers/container-names.ts';
import type { LoadBalancers } from '../../load-balancer/load-balancers.ts';
import type { Container, ContainerEngine } from '../../ports/container-engine.ts';
import type { MachineBootstrap } from '../../ports/machine-bootstrap.ts';
import type { RetryDelays } from '../../retry-delays.ts';
import { dockerClusterOf } from '../dockercluster/docker-cluster-kind.ts';
import type { DockerClusterView } from '../dockercluster/docker-cluster-kind.ts';
import type { DockerMachineKind, DockerMachineView } from './docker-machine-kind.ts';

export interface DockerMachineDeps {
  readonly client: Client;
  readonly engine: ContainerEngine;
  /** The engine's network that machines share. */
  readonly network: string;
  readonly bootstrap: MachineBootstrap;
  readonly loadBalancers: LoadBalancers;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
  /** Of this kind alone: its source wakes objects of one kind. */
  readonly tasks: BackgroundTasks;
  readonly changes: Pick<ContainerChanges, 'activate'>;
  readonly delays: RetryDelays;
}

/** A condition of a container machine, as one phase states it. */
export type Stated<Type extends keyof DevMachineConditions> = ConditionDraft<Type, ReasonOf<DevMachineConditions, Type>>;

/** What bootstrap and container are made from: the Machine's part, or for instances of a pool the MachinePool's. */
export interface MachineInput {
  readonly dataSecretName: string | undefined;
  readonly version: string | undefined;
  readonly failureDomain: string | undefined;
}

export interface DockerMachineScope {
  readonly object: KubeObject;
  readonly view: DockerMachineView;
  readonly machine: Machine | undefined;
  readonly cluster: Cluster | undefined;
  readonly clusterKey: ObjectKey | undefined;
  /** The cluster's infrastructure; undefined while it is not there, or is not made of containers. */
  readonly infraCluster: DockerClusterView | undefined;
  readonly input: MachineInput;
  readonly isControlPlane: boolean;
  /** Labels of the container besides the usual ones. */
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined where nobody ever knew the cluster, nor made a container. */
  readonly containerName: string | undefined;

  /** Observed by the phases, in their order; undefined ones were not reached. */
  readonly container?: Container | undefined;
  readonly provisioned?: Stated<'ContainerProvisioned'> | undefined;
  readonly weight?: string | undefined;
  readonly cgroups?: Stated<'CGroupsReady'> | undefined;
  readonly images?: Stated<'PreLoadedImagesReady'> | undefined;
  readonly bootstrapped?: Stated<'BootstrapCompleted'> | undefined;
  /** When to try again what failed and kept no other phase from running. */
  readonly unsettled?: Outcome | undefined;
}

export async function gatherDockerMachineScope<T extends KubeObject>({ client }: DockerMachineDeps, { viewOf }: DockerMachineKind<T>, object: T): Promise<DockerMachineScope> {
  const machine = await ownerMachineOf(client, object);
  const cluster = await findClusterByLabel(client, machine ?? object);
  const clusterKey = clusterKeyOf(machine ?? object);
  const pool = isOfPool(object) ? await machinePoolOf(client, object) : undefined;
  return {
    object,
    view: viewOf(object) ?? { docker: {}, providerID: undefined, conditions: undefined },
    machine,
    cluster,
    clusterKey,
    infraCluster: cluster && (await dockerClusterOf(client, cluster)),
    input: inputOf(object, machine, pool),
    isControlPlane: (machine ?? object).metadata.labels?.[machineControlPlaneLabel] !== undefined,
    labels: poolLabels(object),
    containerName: containerNameOf(object, clusterKey?.name),
  };
}

/**
 * The container of a machine: named after its Machine, for instances of a pool after the object itself, which exists before the Machine. Pure.
 *
 * Where nobody knows the Machine or the cluster any more, as after it was deleted and its dependents orphaned, the provider ID still tells: else the container would outlive its object.
 */
export function containerNameOf(object: KubeObject & { readonly spec?: { readonly providerID?: string } }, cluster = clusterKeyOf(object)?.name): string | undefined {
  const owner = isOfPool(object) ? undefined : machineOwnerOf(object)?.name;
  if (cluster !== undefined && owner !== undefined) return machineContainerName(cluster, owner);
  return containerOfProviderID(object.spec?.providerID) ?? (cluster === undefined ? undefined : machineContainerName(cluster, object.metadata.name));
}

export function isOfPool({ metadata }: KubeObject): boolean {
  return metadata.labels?.[machinePoolNameLabel] !== undefined;
}

function machineOwnerOf({ metadata }: KubeObject) {
  return metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === Machines.kind && apiVersion.startsWith(`${Machines.group}/`));
}

/** The owning Machine, in the cache; undefined while no owner reference is set, or it is gone. */
export async function ownerMachineOf(client: Pick<Client, 'get'>, object: KubeObject): Promise<Machine | undefined> {
  const owner = machineOwnerOf(object);
  return owner && client.get(Machines, { namespace: object.metadata.namespace, name: owner.name });
}

async function machinePoolOf(client: Pick<Client, 'list'>, { metadata }: KubeObject): Promise<MachinePool | undefined> {
  const label = metadata.labels?.[machinePoolNameLabel];
  const cluster = clusterKeyOf({ metadata })?.name;
  const pools = await client.list(MachinePools, { namespace: metadata.namespace, filter: (pool) => label !== undefined && labelValueMatches(pool.metadata.name, label) });
  return pools.find(({ spec }) => spec.clusterName === cluster);
}

function inputOf(object: KubeObject, machine: Machine | undefined, pool: MachinePool | undefined): MachineInput {
  if (!isOfPool(object)) return { dataSecretName: machine?.spec.bootstrap.dataSecretName, version: machine?.spec.version, failureDomain: machine?.spec.failureDomain };
  const spec = pool?.spec.template.spec;
  return { dataSecretName: spec?.bootstrap.dataSecretName, version: spec?.version, failureDomain: spread(object.metadata.name, pool?.spec.failureDomains ?? []) };
}

/** One of the choices by name: the same at every look, and over many names all alike. */
function spread(name: string, choices: readonly string[]): string | undefined {
  const sum = Buffer.from(name).reduce((total, byte) => total + byte, 0);
  return choices[sum % choices.length];
}

/** The pool of containers that owns an instance. Pure. */
export function infraPoolOwnerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === 'DevMachinePool' || kind === 'DockerMachinePool');
}

function poolLabels(object: KubeObject): Record<string, string> {
  const owner = infraPoolOwnerOf(object);
  return owner ? { [devMachinePoolLabel]: owner.name } : {};
}

/** The parts that exist once the object was admitted. */
export function admitted(scope: DockerMachineScope): { machine: Machine; cluster: Cluster; clusterKey: ObjectKey; containerName: string } {
  const { machine, cluster, containerName } = scope;
  if (!machine || !cluster || containerName === undefined) throw new InvariantError('a container machine is reconciled without its Machine and Cluster');
  return { machine, cluster, clusterKey: keyOf(cluster), containerName };
}
