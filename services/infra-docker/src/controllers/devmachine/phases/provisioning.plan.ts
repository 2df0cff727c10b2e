import type { DevMachineConditions } from '@clusterwright/api/infrastructure/v1beta2';
import type { InstanceTimes } from '../../../ports/simulated-instances.ts';

type WaitingReason<Type extends keyof DevMachineConditions> = Exclude<DevMachineConditions[Type][number], 'Provisioned'>;

/** A component is up, or waits for the reason its condition shows. */
export type ComponentState<Reason extends string> = 'up' | Reason;

/** How far a simulated machine has come; etcd and API server only on control plane machines. */
export interface ComponentStates {
  readonly vm: ComponentState<WaitingReason<'VMProvisioned'>>;
  readonly node: ComponentState<WaitingReason<'NodeProvisioned'>>;
  readonly etcd?: ComponentState<WaitingReason<'EtcdProvisioned'>> | undefined;
  readonly apiServer?: ComponentState<WaitingReason<'APIServerProvisioned'>> | undefined;
}

/** What users are told of components whose time has come and that cannot run. */
export type StartFailures = { readonly [Component in 'etcd' | 'apiServer']?: string };

export interface ProvisioningInput {
  readonly isControlPlane: boolean;
  readonly clusterInfrastructureProvisioned: boolean;
  readonly controlPlaneInitialized: boolean;
  readonly hasBootstrapData: boolean;
  /** When the instance's parts come up; undefined while it has not been started. */
  readonly times: InstanceTimes | undefined;
  readonly nowMs: number;
}

/** Whether the simulated VM may be started: what a real machine needs first must be there (spec DEV-07). Pure. */
export function startBlockedBy({ isControlPlane, clusterInfrastructureProvisioned, controlPlaneInitialized, hasBootstrapData }: ProvisioningInput): WaitingReason<'VMProvisioned'> | undefined {
  if (!clusterInfrastructureProvisioned) return 'WaitingForClusterInfrastructureReady';
  if (hasBootstrapData) return undefined;
  return !isControlPlane && !controlPlaneInitialized ? 'WaitingForControlPlaneInitialized' : 'WaitingForBootstrapData';
}

/** Which components are up at this moment, and why the others are not. Pure. */
export function planProvisioning(input: ProvisioningInput): ComponentStates {
  const { isControlPlane, times, nowMs } = input;
  const isUp = (component: keyof InstanceTimes): 'up' | 'WaitingForStartupTimeout' => (times && nowMs >= times[component] ? 'up' : 'WaitingForStartupTimeout');
  const vm = startBlockedBy(input) ?? isUp('vm');
  const node = vm === 'up' ? isUp('node') : 'WaitingForVMProvisioned';
  if (!isControlPlane) return { vm, node };
  if (node === 'up') return { vm, node, etcd: isUp('etcd'), apiServer: isUp('apiServer') };
  const waiting = vm === 'up' ? 'WaitingForNodeProvisioned' : 'WaitingForVMProvisioned';
  return { vm, node, etcd: waiting, apiServer: waiting };
}

/** The states after starting was tried: what failed is not up. Pure. */
export function withFailures(states: ComponentStates, failures: StartFailures): ComponentStates {
  return {
    ...states,
    ...(failures.etcd === undefined ? {} : { etcd: 'InternalError' }),
    ...(failures.apiServer === undefined ? {} : { apiServer: 'InternalError' }),
  };
}

/** Milliseconds until the next component comes up; undefined when nothing waits for time. Pure. */
export function nextStartMs({ vm, node, etcd, apiServer }: ComponentStates, times: InstanceTimes | undefined, nowMs: number): number | undefined {
  if (!times) return undefined;
  const waiting = [vm === 'WaitingForStartupTimeout' ? times.vm : undefined, node === 'WaitingForStartupTimeout' ? times.node : undefined, etcd === 'WaitingForStartupTimeout' ? times.etcd : undefined, apiServer === 'WaitingForStartupTimeout' ? times.apiServer : undefined];
  const due = waiting.filter((at) => at !== undefined);
  return due.length > 0 ? Math.max(0, Math.min(...due) - nowMs) : undefined;
}

/** Whether the machine is up completely. Pure. */
export function isComplete({ node, apiServer, etcd }: ComponentStates): boolean {
  return node === 'up' && (apiServer ?? 'up') === 'up' && (etcd ?? 'up') === 'up';
}
