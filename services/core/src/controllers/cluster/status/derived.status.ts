/** Facts about the Cluster after the phases of this pass, shared by conditions, phase and report. Pure. */
import type { APIEndpoint, ClusterStatus } from '@clusterwright/api/core/v1beta2';
import { isValidEndpoint } from '@clusterwright/contract';
import type { ClusterScope } from '../cluster.scope.ts';

export type ClusterPhase = NonNullable<ClusterStatus['phase']>;

/** Once true it stays true (CL-03). */
export function isInfrastructureProvisioned({ cluster, infrastructure }: ClusterScope): boolean {
  return cluster.status?.initialization?.infrastructureProvisioned === true || infrastructure?.step === 'takeOver' || infrastructure?.step === 'assumeProvisioned';
}

/** Once true it stays true (CL-06). */
export function isControlPlaneInitialized({ cluster, controlPlaneState }: ClusterScope): boolean {
  return cluster.status?.initialization?.controlPlaneInitialized === true || controlPlaneState?.step === 'takeOver';
}

/** The endpoint as it will be: what is valid already stays; then what the InfraCluster says, then the control plane object (CL-04). */
export function endpointOf({ cluster, infrastructure, controlPlaneState }: ClusterScope): Partial<APIEndpoint> | undefined {
  const fromInfrastructure = infrastructure?.step === 'takeOver' ? infrastructure.endpoint : undefined;
  const fromControlPlane = controlPlaneState?.step === 'takeOver' ? controlPlaneState.endpoint : undefined;
  const candidates = [cluster.spec.controlPlaneEndpoint, fromInfrastructure, fromControlPlane];
  return candidates.find((candidate) => isValidEndpoint(candidate)) ?? cluster.spec.controlPlaneEndpoint;
}

/** status.phase (CL-07). */
export function phaseOf(scope: ClusterScope): ClusterPhase {
  const { cluster } = scope;
  if (cluster.metadata.deletionTimestamp) return 'Deleting';
  if (isInfrastructureProvisioned(scope) && isValidEndpoint(endpointOf(scope))) return 'Provisioned';
  if (cluster.spec.infrastructureRef || cluster.spec.controlPlaneRef) return 'Provisioning';
  return cluster.status?.phase || 'Pending';
}
