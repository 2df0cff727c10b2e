import type { Condition, ConditionStatus } from '@clusterwright/api';
import type { KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { ObservedExternal } from '@clusterwright/contract';

/** Whether a Machine is what the control plane now asks for, and if not, why. */
export interface UpToDateResult {
  readonly isUpToDate: boolean;
  /** For operators: with values. */
  readonly logMessages: readonly string[];
  /** For users: part of the Machine's UpToDate condition. */
  readonly conditionMessages: readonly string[];
  /** False where only a new Machine can help, e.g. because certificates expire. */
  readonly eligibleForInPlaceUpdate: boolean;
}

/** An object of a provider, with the kind by which it was found. */
export type FoundObject = Extract<ObservedExternal, { kind: 'found' }>;

/** A Machine of the control plane with what belongs to it; an object is undefined where it does not exist (yet). */
export interface ControlPlaneMachine {
  readonly machine: Machine;
  readonly kubeadmConfig: KubeadmConfig | undefined;
  readonly infraMachine: FoundObject | undefined;
  readonly upToDate: UpToDateResult;
}

/** Conditions of static Pods on a control plane Machine, by the component they are about. */
export const podConditionTypes = {
  'kube-apiserver': 'APIServerPodHealthy',
  'kube-controller-manager': 'ControllerManagerPodHealthy',
  'kube-scheduler': 'SchedulerPodHealthy',
  etcd: 'EtcdPodHealthy',
} as const;

export type StaticPodComponent = keyof typeof podConditionTypes;

/** Whether etcd runs on the control plane's machines; false where the user runs it elsewhere. */
export function isEtcdManaged({ spec }: KubeadmControlPlane): boolean {
  return spec.kubeadmConfigSpec?.clusterConfiguration?.etcd?.external === undefined;
}

/** Components that run as static Pods on every Machine of this control plane. */
export function staticPodComponents(controlPlane: KubeadmControlPlane): readonly StaticPodComponent[] {
  const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
  return isEtcdManaged(controlPlane) ? [...components, 'etcd'] : components;
}

/** Conditions that must be true on a Machine before the control plane is changed elsewhere. */
export function healthConditionTypes(controlPlane: KubeadmControlPlane): readonly string[] {
  const pods = staticPodComponents(controlPlane).map((component) => podConditionTypes[component]);
  return isEtcdManaged(controlPlane) ? [...pods, 'EtcdMemberHealthy'] : pods;
}

export function conditionOf(object: { readonly status?: { readonly conditions?: readonly Condition[] | undefined } | undefined }, type: string): Condition | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

export function hasCondition(object: Parameters<typeof conditionOf>[0], type: string, status: ConditionStatus): boolean {
  return conditionOf(object, type)?.status === status;
}

export function hasNode({ status }: Machine): boolean {
  return Boolean(status?.nodeRef?.name);
}

export function isDeleting({ metadata }: Machine): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Whether a MachineHealthCheck found the Machine unhealthy. */
export function isUnhealthy(machine: Machine): boolean {
  return hasCondition(machine, 'HealthCheckSucceeded', 'False');
}

/** Whether a MachineHealthCheck left it to the control plane to replace the Machine. */
export function isToBeRemediated(machine: Machine): boolean {
  return isUnhealthy(machine) && hasCondition(machine, 'OwnerRemediated', 'False');
}

/** Whether a component is known to be broken; unknown is not: it may be a passing state. */
export function hasUnhealthyComponents(controlPlane: KubeadmControlPlane, machine: Machine): boolean {
  return healthConditionTypes(controlPlane).some((type) => hasCondition(machine, type, 'False'));
}

/** Order of age; the name decides between Machines of the same second. */
export function compareAge(a: Machine, b: Machine): number {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

export function oldest(machines: readonly ControlPlaneMachine[]): ControlPlaneMachine | undefined {
  return machines.toSorted((a, b) => compareAge(a.machine, b.machine))[0];
}

/** Up to `limit` names, and how many more there are. */
export function listNames(names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit);
  return names.length > limit ? `${shown.join(', ')}, ... (${names.length - limit} more)` : shown.join(', ');
}
