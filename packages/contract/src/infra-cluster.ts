/** Reads of InfraCluster objects, whatever provider made them (CO-01…CO-07). */
import type { UnstructuredObject } from '@clusterwright/api';
import type { FailureDomain } from '@clusterwright/api/core/v1beta2';
import type { ContractVersion } from './contract-version.ts';
import { ContractError, readBoolean, readObject, readObjectList } from './path.ts';

export { controlPlaneEndpointOf as infraClusterEndpoint } from './endpoint.ts';

/** Condition that a Cluster mirrors as InfrastructureReady (CO-04). */
export const infraClusterReadyCondition = 'Ready';

/** Whether the infrastructure of the cluster has been made (CO-03); absent is false. */
export function infraClusterProvisioned(infraCluster: UnstructuredObject, contract: ContractVersion): boolean {
  const path = contract === 'v1beta1' ? ['status', 'ready'] : ['status', 'initialization', 'provisioned'];
  return readBoolean(infraCluster, path) ?? false;
}

const failureDomainsPath = ['status', 'failureDomains'];

/** Failure domains in the order of their names, so that a map in any order gives the same list (CO-02); undefined where the field is absent. */
export function infraClusterFailureDomains(infraCluster: UnstructuredObject, contract: ContractVersion): FailureDomain[] | undefined {
  const listed = contract === 'v1beta1' ? domainMap(infraCluster) : readObjectList(infraCluster, failureDomainsPath);
  return listed?.map((domain) => toFailureDomain(infraCluster, domain)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function domainMap(infraCluster: UnstructuredObject): Record<string, unknown>[] | undefined {
  const map = readObject(infraCluster, failureDomainsPath);
  if (map === undefined) return undefined;
  return Object.entries(map).map(([name, value]) => ({ ...(typeof value === 'object' ? value : {}), name }));
}

function toFailureDomain(infraCluster: UnstructuredObject, { name, controlPlane, attributes }: Readonly<Record<string, unknown>>): FailureDomain {
  if (typeof name !== 'string') throw new ContractError(`failed to get .status.failureDomains from ${infraCluster.kind} ${infraCluster.metadata.name}: an item has no name`);
  const domain: FailureDomain = { name, controlPlane: controlPlane === true };
  const entries = Object.entries(attributes ?? {}).map(([key, value]): [string, string] => [key, String(value)]);
  return entries.length > 0 ? { ...domain, attributes: Object.fromEntries(entries) } : domain;
}
