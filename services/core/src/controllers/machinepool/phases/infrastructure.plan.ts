import { keyString, replicasManagedByAnnotation, type UnstructuredObject } from '@clusterwright/api';
import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { infraMachinePoolProviderIDs, infraMachinePoolProvisioned, infraMachinePoolReplicas } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import { withFailure, withInitialization, withSpec, withStatus, withV1Beta1 } from '../../shared/learned.plan.ts';
import { withReportedFailure } from '../../shared/reported-failure.plan.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';

export type InfrastructurePlan =
  | { readonly step: 'waitForInfraMachinePool' }
  /** The object went away under a MachinePool that runs: nothing we do can bring the instances back. */
  | { readonly step: 'reportLost'; readonly learned: MachinePool }
  | { readonly step: 'waitForProvisioning'; readonly learned: MachinePool }
  /** The provider has instances and does not say which. */
  | { readonly step: 'waitForProviderIDs'; readonly learned: MachinePool }
  | { readonly step: 'learn'; readonly learned: MachinePool };

/** What the MachinePool learns from its InfraMachinePool: whether it is provisioned, how many instances there are and which (spec MP-02). */
export function planInfrastructure({ machinePool, infraMachinePool }: Pick<MachinePoolScope, 'machinePool' | 'infraMachinePool'>): InfrastructurePlan {
  if (infraMachinePool.kind === 'failed') throw infraMachinePool.error;
  if (infraMachinePool.kind !== 'found') return planMissing(machinePool);

  const { object, contract } = infraMachinePool;
  const learned = withReportedFailure(machinePool, object);
  if (isDeleting(object)) return { step: 'learn', learned };
  if (!infraMachinePoolProvisioned(object, contract)) return { step: 'waitForProvisioning', learned: withInitialization(learned, { infrastructureProvisioned: false }) };
  return planProvisioned(withInitialization(learned, { infrastructureProvisioned: true }), object);
}

function planMissing(machinePool: MachinePool): InfrastructurePlan {
  if (machinePool.status?.initialization?.infrastructureProvisioned !== true) return { step: 'waitForInfraMachinePool' };
  const { kind, name } = machinePool.spec.template.spec.infrastructureRef;
  const message = `MachinePool infrastructure resource ${kind} ${keyString({ namespace: machinePool.metadata.namespace, name })} has been deleted after being ready`;
  return { step: 'reportLost', learned: withFailure(machinePool, { reason: 'InvalidConfiguration', message }) };
}

function planProvisioned(machinePool: MachinePool, object: UnstructuredObject): InfrastructurePlan {
  const replicas = infraMachinePoolReplicas(object);
  const counted = replicas === undefined ? machinePool : withStatus(machinePool, { replicas });
  const providerIDs = (infraMachinePoolProviderIDs(object) ?? []).filter((id) => id !== '');
  if (providerIDs.length === 0 && (counted.status?.replicas ?? 0) !== 0) return { step: 'waitForProviderIDs', learned: counted };
  return { step: 'learn', learned: withProviderIDs(counted, providerIDs) };
}

/** With other instances nothing is known of their Nodes. */
function withProviderIDs(machinePool: MachinePool, providerIDs: readonly string[]): MachinePool {
  const { providerIDList = [] } = machinePool.spec;
  if (providerIDList.length === providerIDs.length && providerIDList.every((id, index) => id === providerIDs[index])) return machinePool;
  const unavailableReplicas = machinePool.status?.replicas ?? 0;
  return withV1Beta1(withSpec(machinePool, { providerIDList: [...providerIDs] }), { readyReplicas: 0, availableReplicas: 0, unavailableReplicas });
}

/**
 * Whether something else than Cluster API decides how many replicas there are; any value of the annotation says so, except false.
 *
 * It names the phase, and changes nothing else: `spec.replicas` is written by the provider, as upstream's contract has it (rows MP-04 and CO-24 of the spec say otherwise).
 */
export function isExternallyScaled({ metadata }: MachinePool): boolean {
  const value = metadata.annotations?.[replicasManagedByAnnotation];
  return value !== undefined && value !== 'false';
}
