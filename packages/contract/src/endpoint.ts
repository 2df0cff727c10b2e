import type { UnstructuredObject } from '@clusterwright/api';
import { readInteger, readString } from './path.ts';

/** Where a workload cluster's API server is reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** `spec.controlPlaneEndpoint` of an InfraCluster or control plane (CO-01, CO-40); absent parts read as empty, an absent or empty endpoint as undefined. */
export function controlPlaneEndpointOf(object: UnstructuredObject): Endpoint | undefined {
  const host = readString(object, ['spec', 'controlPlaneEndpoint', 'host']) ?? '';
  const port = readInteger(object, ['spec', 'controlPlaneEndpoint', 'port']) ?? 0;
  return host === '' && port === 0 ? undefined : { host, port };
}

/** Whether both parts are set; a partial endpoint is never copied to a Cluster. */
export function isValidEndpoint(endpoint: Partial<Endpoint> | undefined): endpoint is Endpoint {
  return Boolean(endpoint?.host) && Boolean(endpoint?.port);
}
