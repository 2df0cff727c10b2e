/** Reads of control plane objects, whatever provider made them (CO-40…CO-47). */
import type { UnstructuredObject } from '@clusterwright/api';
import type { StatusVersion } from '@clusterwright/api/core/v1beta2';
import type { ContractVersion } from './contract-version.ts';
import { ContractError, readBoolean, readInteger, readObjectList, readString } from './path.ts';
import { compareVersions, mustParseVersion } from './versions.ts';

export { controlPlaneEndpointOf as controlPlaneEndpoint } from './endpoint.ts';

/** Condition that a Cluster mirrors as ControlPlaneAvailable (CO-46); `Ready` is its name in the older contract, for the deprecated conditions. */
export const controlPlaneAvailableCondition = 'Available';

/** Replica counters as far as the control plane reports them (CO-41). */
export interface ControlPlaneReplicas {
  readonly desired: number | undefined;
  readonly current: number | undefined;
  readonly ready: number | undefined;
  readonly available: number | undefined;
  readonly upToDate: number | undefined;
}

/** Whether the API server of the cluster has come up once (CO-45); absent is false. */
export function controlPlaneInitialized(controlPlane: UnstructuredObject, contract: ContractVersion): boolean {
  const path = contract === 'v1beta1' ? ['status', 'initialized'] : ['status', 'initialization', 'controlPlaneInitialized'];
  return readBoolean(controlPlane, path) ?? false;
}

/** The five counters; in the older contract available is what is desired and not unavailable. */
export function controlPlaneReplicas(controlPlane: UnstructuredObject, contract: ContractVersion): ControlPlaneReplicas {
  const desired = readInteger(controlPlane, ['spec', 'replicas']);
  const status = (field: string): number | undefined => readInteger(controlPlane, ['status', field]);
  const counted = { desired, current: status('replicas'), ready: status('readyReplicas') };
  if (contract === 'v1beta2') return { ...counted, available: status('availableReplicas'), upToDate: status('upToDateReplicas') };

  const unavailable = status('unavailableReplicas');
  const available = desired !== undefined && unavailable !== undefined ? desired - unavailable : undefined;
  return { ...counted, available, upToDate: status('updatedReplicas') };
}

/** `spec.version` (CO-42). */
export function controlPlaneVersion(controlPlane: UnstructuredObject): string | undefined {
  return readString(controlPlane, ['spec', 'version']) || undefined;
}

/** `status.selector` (CO-41). */
export function controlPlaneSelector(controlPlane: UnstructuredObject): string | undefined {
  return readString(controlPlane, ['status', 'selector']) || undefined;
}

/** `status.versions`, oldest first as the contract wants it (CO-42); undefined where absent. Errors: `ContractError` for a wrong order, `InvalidVersionError`. */
export function controlPlaneStatusVersions(controlPlane: UnstructuredObject): StatusVersion[] | undefined {
  const fail = (what: string): never => {
    throw new ContractError(`failed to get .status.versions from ${controlPlane.kind} ${controlPlane.metadata.name}: ${what}`);
  };
  const versions = readObjectList(controlPlane, ['status', 'versions'])?.map(({ version, replicas }): StatusVersion => {
    if (typeof version !== 'string') return fail('an item has no version');
    if (replicas === undefined) return { version };
    if (typeof replicas !== 'number' || replicas < 0) return fail('replicas must not be negative');
    return { version, replicas };
  });
  const parsed = versions?.map(({ version }) => mustParseVersion(version)) ?? [];
  const ordered = parsed.every((version, index) => index === 0 || compareVersions(version, parsed[index - 1] ?? version, { withBuild: true }) >= 0);
  return ordered ? versions : fail('versions are in the wrong order');
}

/** The lowest version that runs: the first of `status.versions`, else the deprecated `status.version`; undefined before the first machine. */
export function controlPlaneCurrentVersion(controlPlane: UnstructuredObject): string | undefined {
  return controlPlaneStatusVersions(controlPlane)?.[0]?.version ?? (readString(controlPlane, ['status', 'version']) || undefined);
}

/** Whether the control plane is being made for the first time: it reports no version yet. */
export function isControlPlaneProvisioning(controlPlane: UnstructuredObject): boolean {
  return controlPlaneCurrentVersion(controlPlane) === undefined;
}

/** Whether something still runs a version older than, or of another build than, `spec.version`. Errors: `ContractError` where `spec.version` is absent. */
export function isControlPlaneUpgrading(controlPlane: UnstructuredObject): boolean {
  const desired = controlPlaneVersion(controlPlane);
  if (desired === undefined) throw new ContractError(`failed to get .spec.version from ${controlPlane.kind} ${controlPlane.metadata.name}: field not found`);
  const wanted = mustParseVersion(desired);
  const listed = controlPlaneStatusVersions(controlPlane)?.map(({ version }) => version) ?? [];
  const single = readString(controlPlane, ['status', 'version']);
  const running = listed.length > 0 ? listed : single ? [single] : [];
  return running.some((version) => compareVersions(wanted, mustParseVersion(version), { withBuild: true }) >= 1);
}

/** Whether any counter differs from the desired replicas; a counter not reported counts as different, so that nothing else starts meanwhile. Errors: `ContractError`. */
export function isControlPlaneScaling(controlPlane: UnstructuredObject, contract: ContractVersion): boolean {
  const replicas = controlPlaneReplicas(controlPlane, contract);
  const { desired, current, ready, upToDate } = replicas;
  if (desired === undefined) throw new ContractError(`failed to get .spec.replicas from ${controlPlane.kind} ${controlPlane.metadata.name}: field not found`);
  // unavailableReplicas of the older contract is left out when it is 0.
  const available = contract === 'v1beta1' ? (replicas.available ?? desired) : replicas.available;
  return [current, ready, upToDate, available].some((count) => count !== desired);
}

/** Whether someone else runs the control plane, so no control plane Machines exist (CO-47). */
export function isControlPlaneExternallyManaged(controlPlane: UnstructuredObject): boolean {
  return readBoolean(controlPlane, ['status', 'externalManagedControlPlane']) ?? false;
}
