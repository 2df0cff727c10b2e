import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import type { EventSink } from '@clusterwright/controller-runtime';
import type { ControlPlaneScope } from './kubeadmcontrolplane.scope.ts';

/** Several findings in one sentence, as Kubernetes joins errors. */
function joined(details: readonly string[]): string {
  const distinct = [...new Set(details)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}

export function unhealthyControlPlane(events: EventSink, controlPlane: KubeadmControlPlane, details: readonly string[]): void {
  events.warning(controlPlane, 'ControlPlaneUnhealthy', `Waiting for control plane to pass preflight checks to continue reconciliation: ${joined(details)}`);
}

export function failedCreation(events: EventSink, { controlPlane, cluster }: Pick<ControlPlaneScope, 'controlPlane' | 'cluster'>, mode: 'init' | 'join', error: Error): void {
  const name = `${cluster.metadata.namespace}/${cluster.metadata.name}`;
  if (mode === 'init') events.warning(controlPlane, 'FailedInitialization', `Failed to create initial control plane Machine for cluster ${name} control plane: ${error.message}`);
  else events.warning(controlPlane, 'FailedScaleUp', `Failed to create additional control plane Machine for cluster ${name}: ${error.message}`);
}

export function failedScaleDown(events: EventSink, { controlPlane, cluster }: Pick<ControlPlaneScope, 'controlPlane' | 'cluster'>, machine: Machine, error: unknown): void {
  events.warning(controlPlane, 'FailedScaleDown', `Failed to delete control plane Machine ${machine.metadata.name} for cluster ${cluster.metadata.namespace}/${cluster.metadata.name} control plane: ${toError(error).message}`);
}

export function failedDelete(events: EventSink, { controlPlane, cluster }: Pick<ControlPlaneScope, 'controlPlane' | 'cluster'>, errors: readonly Error[]): void {
  events.warning(controlPlane, 'FailedDelete', `Failed to delete control plane Machines for cluster ${cluster.metadata.namespace}/${cluster.metadata.name} control plane: ${joined(errors.map(({ message }) => message))}`);
}

export function adoptionFailed(events: EventSink, controlPlane: KubeadmControlPlane, message: string): void {
  events.warning(controlPlane, 'AdoptionFailed', message);
}
