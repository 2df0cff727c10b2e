import { clusterNameLabel, keyOf, machineControlPlaneLabel } from '@clusterwright/api';
import {
  ClusterClasses,
  MachineDeployments,
  MachinePools,
  Machines,
  MachineSets,
  type Cluster,
  type ClusterClass,
  type ContractVersionedObjectReference,
  type Machine,
  type MachineDeployment,
  type MachinePool,
  type MachineSet,
} from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { ObservedExternal } from '@clusterwright/contract';
import type { Client } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { observedError } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { ProbeState, WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { HookCaller } from '@clusterwright/runtime-sdk';
import type { ControlPlanePlan } from './phases/control-plane.plan.ts';
import type { DeletionPlan } from './phases/deletion.plan.ts';
import type { InfrastructurePlan } from './phases/infrastructure.plan.ts';

export interface ClusterDeps {
  readonly client: Client;
  readonly external: Pick<ExternalObjects, 'get'>;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
  readonly features: FeatureGates;
  /** How long the last successful probe counts as a working connection. */
  readonly remoteConnectionGracePeriodMs: number;
  /** Runtime extensions; undefined where the gate RuntimeSDK is off. */
  readonly hooks?: HookCaller | undefined;
}

/** spec.topology.classRef leads nowhere; retried, because the class may be applied after the Cluster. Surfaces in the log only. */
export class ClusterClassNotFoundError extends AppError {
  readonly code = 'ClusterClassNotFound';
}

/** A read that was refused is not an object that is gone: the phase concerned throws it, everything else goes on. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly error: Error;
}

export type ObservedReference = ObservedExternal | Unreadable;
export type FoundObject = Extract<ObservedExternal, { kind: 'found' }>;

/** Everything that carries the cluster's label and may keep it from being deleted. */
export interface Descendants {
  readonly kind: 'listed';
  readonly machineDeployments: readonly MachineDeployment[];
  readonly machineSets: readonly MachineSet[];
  readonly machinePools: readonly MachinePool[];
  readonly controlPlaneMachines: readonly Machine[];
  readonly workerMachines: readonly Machine[];
}

/** What one pass over a Cluster looks at. */
export interface ClusterScope {
  readonly cluster: Cluster;
  /** Only where a topology is defined. */
  readonly clusterClass: ClusterClass | undefined;
  readonly infraCluster: ObservedReference;
  readonly controlPlane: ObservedReference;
  readonly descendants: Descendants | Unreadable;
  readonly probe: ProbeState;
  readonly remoteConnectionGracePeriodMs: number;
  /** A lifecycle hook may hold back deletion of a managed topology. */
  readonly waitsForDeleteHook: boolean;
  /** Observed by the phases of the same name; absent where they failed. */
  readonly infrastructure?: InfrastructurePlan;
  readonly controlPlaneState?: ControlPlanePlan;
  readonly deletion?: DeletionPlan;
}

/** Reads all of it. Errors: only where a ClusterClass is named and cannot be read; everything else ends up in the scope. */
export async function gatherClusterScope(deps: ClusterDeps, cluster: Cluster): Promise<ClusterScope> {
  const [clusterClass, infraCluster, controlPlane, descendants] = await Promise.all([
    readClusterClass(deps, cluster),
    observe(deps, cluster, cluster.spec.infrastructureRef),
    observe(deps, cluster, cluster.spec.controlPlaneRef),
    listDescendants(deps, cluster),
  ]);
  return {
    cluster,
    clusterClass,
    infraCluster,
    controlPlane,
    descendants,
    probe: deps.workloadClusters.get(keyOf(cluster)).probe,
    remoteConnectionGracePeriodMs: deps.remoteConnectionGracePeriodMs,
    waitsForDeleteHook: deps.features.enabled('RuntimeSDK') && deps.features.enabled('ClusterTopology'),
  };
}

async function readClusterClass({ client }: ClusterDeps, { metadata, spec }: Cluster): Promise<ClusterClass | undefined> {
  const classRef = spec.topology?.classRef;
  if (!classRef) return undefined;
  const namespace = classRef.namespace || metadata.namespace;
  const clusterClass = await client.get(ClusterClasses, { namespace, name: classRef.name });
  if (!clusterClass) throw new ClusterClassNotFoundError(`failed to get ClusterClass ${namespace}/${classRef.name}: not found`);
  return clusterClass;
}

async function observe({ external }: ClusterDeps, { metadata }: Cluster, reference: ContractVersionedObjectReference | undefined): Promise<ObservedReference> {
  try {
    return await external.get(reference, metadata.namespace ?? '');
  } catch (error) {
    return { kind: 'unreadable', error: observedError(error) };
  }
}

async function listDescendants({ client, features }: ClusterDeps, { metadata }: Cluster): Promise<Descendants | Unreadable> {
  const options = { namespace: metadata.namespace, labels: { [clusterNameLabel]: metadata.name } };
  try {
    const [machineDeployments, machineSets, machines, machinePools] = await Promise.all([
      client.list(MachineDeployments, options),
      client.list(MachineSets, options),
      client.list(Machines, options),
      features.enabled('MachinePool') ? client.list(MachinePools, options) : [],
    ]);
    return { kind: 'listed', machineDeployments, machineSets, machinePools, controlPlaneMachines: machines.filter(isControlPlaneMachine), workerMachines: machines.filter((machine) => !isControlPlaneMachine(machine)) };
  } catch (error) {
    return { kind: 'unreadable', error: observedError(error) };
  }
}

export function isControlPlaneMachine({ metadata }: Machine): boolean {
  return metadata.labels?.[machineControlPlaneLabel] !== undefined;
}

/** A managed topology has yet to say what infrastructure and control plane there will be; until then nothing is decided. */
export function isWaitingForTopology({ spec, metadata }: Cluster): boolean {
  return spec.topology !== undefined && metadata.deletionTimestamp === undefined && (!spec.controlPlaneRef || !spec.infrastructureRef);
}
