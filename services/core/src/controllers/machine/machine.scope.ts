import { clusterNameLabel, groupOf, keyString, machineControlPlaneLabel, machineDeploymentNameLabel, type KubeObject, type ObjectKey } from '@clusterwright/api';
import { Clusters, MachineDeployments, Machines, MachineSets, type Cluster, type Machine, type MachineDeployment, type MachineSet } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { Node } from '@clusterwright/api/kubernetes';
import type { Client, ConditionDraft, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { HookCaller } from '@clusterwright/runtime-sdk';
import type { WorkloadClusters, WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { isDeleting } from '../shared/is-deleting.ts';
import { observe, type FoundObject, type ObservedObject } from '../shared/observed-object.scope.ts';

export interface MachineDeps {
  readonly client: Client;
  readonly external: ExternalObjects;
  readonly workloadClusters: WorkloadClusters;
  readonly features: FeatureGates;
  /** How long node conditions keep their last value without a successful probe (`--remote-conditions-grace-period`). */
  readonly remoteConditionsGracePeriodMs: number;
  /** Labels and annotations that go to Nodes besides the standard ones (`--additional-sync-machine-labels`, `-annotations`). */
  readonly additionalSyncLabels: readonly RegExp[];
  readonly additionalSyncAnnotations: readonly RegExp[];
  /** Runtime extensions; undefined where the gates InPlaceUpdates and RuntimeSDK are not both on, and then in-place updates are nobody's business. */
  readonly hooks?: HookCaller | undefined;
}

export type { FoundObject, ObservedObject };

/** The Node of a Machine in the workload cluster. */
export type ObservedNode =
  | { readonly kind: 'found'; readonly node: Node }
  | { readonly kind: 'notFound' }
  /** There is no providerID to look for yet. */
  | { readonly kind: 'unset' }
  | { readonly kind: 'notConnected' }
  | { readonly kind: 'failed'; readonly error: Error };

/** What decides whether the Node may be deleted with its Machine; read only while deleting. */
export interface ControlPlanePeers {
  readonly controlPlane: ObservedObject;
  /** Control plane Machines of the Cluster that are not being deleted. */
  readonly activeMachines: number;
}

/** How far the deletion of a Machine is. */
export interface DeletionProgress {
  readonly reason: ConditionDraft['reason'];
  readonly message: string;
  readonly v1beta1: readonly V1Beta1ConditionDraft[];
}

/** What is to be said of an in-place update, where there is more to say than that it runs. */
export interface InPlaceUpdateProgress {
  readonly reason: 'InPlaceUpdating' | 'InPlaceUpdateFailed';
  readonly message: string;
}

/** What one pass looks at. */
export interface MachineScope {
  /** The Machine as it will be after this pass: as received, with what the phases have learned since. */
  readonly machine: Machine;
  readonly cluster: Cluster;
  readonly machineSet: MachineSet | undefined;
  readonly machineDeployment: MachineDeployment | undefined;
  readonly bootstrapConfig: ObservedObject;
  readonly infraMachine: ObservedObject;
  readonly connection: WorkloadConnection;
  readonly node: ObservedNode;
  readonly peers: ControlPlanePeers | undefined;
  readonly deletion: DeletionProgress | undefined;
  /** Observed by the phase of the same name. */
  readonly inPlaceUpdate?: InPlaceUpdateProgress | undefined;
}

/** The Cluster of a Machine vanished between admission and reading it. Retried; the watch on Clusters wakes the Machine as well. */
export class ClusterNotFoundError extends AppError {
  readonly code = 'ClusterNotFound';
}

export const isControlPlaneMachine = ({ metadata }: Pick<KubeObject, 'metadata'>): boolean => metadata.labels?.[machineControlPlaneLabel] !== undefined;
export const clusterKeyOfMachine = ({ metadata, spec }: Machine): ObjectKey => ({ namespace: metadata.namespace, name: spec.clusterName });

/** Reads everything a pass needs. A provider's object that is refused to us does not keep the others from being looked at. */
export async function gatherMachineScope(deps: MachineDeps, machine: Machine): Promise<MachineScope> {
  const clusterKey = clusterKeyOfMachine(machine);
  const cluster = await deps.client.get(Clusters, clusterKey);
  if (!cluster) throw new ClusterNotFoundError(`Cluster ${keyString(clusterKey)} of Machine ${machine.metadata.name} does not exist`);

  const { machineSet, machineDeployment } = await readOwners(deps.client, machine);
  const { namespace = '' } = machine.metadata;
  const [bootstrapConfig, infraMachine] = await Promise.all([observe(deps.external, machine.spec.bootstrap.configRef, namespace), observe(deps.external, machine.spec.infrastructureRef, namespace)]);
  return {
    machine,
    cluster,
    machineSet,
    machineDeployment,
    bootstrapConfig,
    infraMachine,
    connection: deps.workloadClusters.get(clusterKey),
    node: { kind: 'unset' },
    peers: isDeleting(machine) ? await readPeers(deps, machine, cluster) : undefined,
    deletion: undefined,
  };
}

async function readOwners(client: Client, { metadata }: Machine): Promise<Pick<MachineScope, 'machineSet' | 'machineDeployment'>> {
  const owner = metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === MachineSets.kind && groupOf(apiVersion) === MachineSets.group);
  const machineSet = owner && (await client.get(MachineSets, { namespace: metadata.namespace, name: owner.name }));
  const deploymentName = machineSet?.metadata.labels?.[machineDeploymentNameLabel];
  const machineDeployment = deploymentName ? await client.get(MachineDeployments, { namespace: metadata.namespace, name: deploymentName }) : undefined;
  return { machineSet, machineDeployment };
}

async function readPeers(deps: MachineDeps, machine: Machine, cluster: Cluster): Promise<ControlPlanePeers> {
  const { namespace = '' } = machine.metadata;
  const controlPlane = await observe(deps.external, cluster.spec.controlPlaneRef, namespace);
  const active = await deps.client.list(Machines, {
    namespace,
    labels: { [clusterNameLabel]: cluster.metadata.name },
    filter: (candidate) => isControlPlaneMachine(candidate) && !isDeleting(candidate),
  });
  return { controlPlane, activeMachines: active.length };
}
