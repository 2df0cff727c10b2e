import { clusterNameLabel, keyOf, machineControlPlaneLabel } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Cluster, type Machine } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { Client } from '@clusterwright/controller-runtime';
import { isValidEndpoint, type ObservedExternal } from '@clusterwright/contract';
import { findOwnerCluster } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { WorkloadClusters, WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { compareAge, type ControlPlaneMachine } from './control-plane-machine.plan.ts';
import type { Health } from './health/health.plan.ts';
import type { CertificatesState } from './phases/certificates.plan.ts';
import type { PreflightFailures } from './preflight.plan.ts';
import type { SequencedScope } from './sequence.ts';
import { upToDateResult } from './up-to-date.plan.ts';

/** What one pass looks at, and what its phases found. */
export interface ControlPlaneScope extends SequencedScope {
  readonly controlPlane: KubeadmControlPlane;
  readonly cluster: Cluster;
  readonly now: Date;
  /** Machines controlled by this control plane, oldest first; with the conditions of this pass once these are known. */
  readonly machines: readonly ControlPlaneMachine[];
  /** Machines of the cluster's control plane that nobody controls yet. */
  readonly adoptable: readonly Machine[];
  readonly infraTemplate: ObservedExternal;
  readonly connection: WorkloadConnection;
  /** Whether the control plane has ever come up; never goes back to false. */
  readonly initialized: boolean;
  readonly certificates: CertificatesState;
  /** Undefined until components and etcd were looked at. */
  readonly health: Health | undefined;
  /** Conditions that could not be written on Machines. */
  readonly machineWriteError: Error | undefined;
  /** Why an unhealthy Machine that may go could not be deleted. */
  readonly remediationError: Error | undefined;
  /** When time alone may allow a remediation that is now refused. */
  readonly remediationLookAgainMs: number | undefined;
  /** The replacement of a remediated Machine was made in this pass. */
  readonly remediationEnded: boolean;
  /** Why the change that is due has to wait. */
  readonly preflight: PreflightFailures | undefined;
  /** Machines that a rollout still has to replace, as counted in this pass; undefined where the pass did not come so far. */
  readonly outdatedMachines: number | undefined;
  /** Why no Machine could be made. */
  readonly creationFailure: CreationFailure | undefined;
  /** What deletion waits for. */
  readonly deletion: DeletionState | undefined;
}

export interface CreationFailure {
  /** Reason of the old MachinesCreated condition. */
  readonly reason: 'InfrastructureTemplateCloningFailed' | 'BootstrapTemplateCloningFailed' | 'MachineGenerationFailed';
  readonly error: Error;
}

export interface DeletionState {
  readonly reason: 'WaitingForWorkersDeletion' | 'WaitingForMachineDeletion' | 'InternalError';
  readonly message: string;
}

/** Machines of the cluster's control plane exist that this object does not control. */
export class MixedManagementError extends AppError {
  readonly code = 'MixedManagement';
}

export interface ScopeDeps {
  readonly client: Pick<Client, 'get' | 'list'>;
  readonly external: Pick<ExternalObjects, 'get' | 'resolve'>;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
}

/** Reads everything a pass needs from caches. Errors: `MixedManagementError`, those of `Client` and `ExternalObjects`. */
export async function gatherControlPlaneScope(deps: ScopeDeps, controlPlane: KubeadmControlPlane, now: Date): Promise<ControlPlaneScope> {
  const cluster = await findOwnerCluster(deps.client, controlPlane);
  // Admission has seen the Cluster a moment ago.
  if (!cluster) throw new MixedManagementError(`owner Cluster of KubeadmControlPlane ${controlPlane.metadata.name} is gone`);
  const { own: machines, adoptable } = await listMachines(deps, controlPlane, cluster);
  const isDeleting = controlPlane.metadata.deletionTimestamp !== undefined;
  const infrastructureRef = controlPlane.spec.machineTemplate.spec.infrastructureRef;
  const [infraTemplate, members] = await Promise.all([
    isDeleting ? ({ kind: 'unset' } as const) : deps.external.get(infrastructureRef, controlPlane.metadata.namespace ?? ''),
    Promise.all(machines.map((machine) => gatherMachine(deps, controlPlane, machine, now))),
  ]);
  return {
    controlPlane,
    cluster,
    now,
    machines: members,
    adoptable,
    infraTemplate,
    connection: deps.workloadClusters.get(keyOf(cluster)),
    initialized: controlPlane.status?.initialization?.controlPlaneInitialized === true,
    certificates: { kind: 'unchecked' },
    health: undefined,
    machineWriteError: undefined,
    remediationError: undefined,
    remediationLookAgainMs: undefined,
    remediationEnded: false,
    preflight: undefined,
    outdatedMachines: undefined,
    creationFailure: undefined,
    deletion: undefined,
    stepsDone: 0,
  };
}

interface ListedMachines {
  readonly own: readonly Machine[];
  readonly adoptable: readonly Machine[];
}

/** A control plane that is being deleted, or that cannot have Machines yet, is no judge of what others own. */
async function listMachines({ client }: ScopeDeps, controlPlane: KubeadmControlPlane, cluster: Cluster): Promise<ListedMachines> {
  const labelled = await client.list(Machines, {
    namespace: controlPlane.metadata.namespace,
    labels: { [clusterNameLabel]: cluster.metadata.name },
    filter: ({ metadata }) => metadata.labels?.[machineControlPlaneLabel] !== undefined,
  });
  const own = labelled.filter((machine) => controllerOf(machine)?.uid === controlPlane.metadata.uid).toSorted(compareAge);
  if (controlPlane.metadata.deletionTimestamp !== undefined || !canHaveMachines(cluster)) return { own, adoptable: [] };
  const adoptable = labelled.filter((machine) => !controllerOf(machine)).toSorted(compareAge);
  if (own.length + adoptable.length === labelled.length) return { own, adoptable };
  throw new MixedManagementError('not all control plane machines are owned by this KubeadmControlPlane, refusing to operate in mixed management mode');
}

function canHaveMachines({ spec, status }: Cluster): boolean {
  return status?.initialization?.infrastructureProvisioned === true && isValidEndpoint(spec.controlPlaneEndpoint);
}

/** A Machine with what belongs to it. */
export async function gatherMachine({ client, external }: ScopeDeps, controlPlane: KubeadmControlPlane, machine: Machine, now: Date): Promise<ControlPlaneMachine> {
  const { namespace = '' } = machine.metadata;
  const { bootstrap, infrastructureRef } = machine.spec;
  const [kubeadmConfig, infra] = await Promise.all([
    bootstrap.configRef ? client.get(KubeadmConfigs, { namespace, name: bootstrap.configRef.name }) : undefined,
    external.get(infrastructureRef, namespace),
  ]);
  const infraMachine = infra.kind === 'found' ? infra : undefined;
  return { machine, kubeadmConfig, infraMachine, upToDate: upToDateResult({ controlPlane, machine, kubeadmConfig, infraMachine: infraMachine?.object, now }) };
}

/** What a Machine made in this pass looks like to the report: complete, and up to date by definition. */
export function justCreated(machine: Machine): ControlPlaneMachine {
  return { machine, kubeadmConfig: undefined, infraMachine: undefined, upToDate: { isUpToDate: true, logMessages: [], conditionMessages: [], eligibleForInPlaceUpdate: false } };
}
