import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';

export const clusterOwner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' };

export interface DevClusterTraits {
  readonly name?: string;
  readonly owned?: boolean;
  readonly annotations?: Record<string, string>;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly docker?: boolean;
}

/** A DevCluster of Cluster `ns/c`; with an endpoint it was provisioned before. */
export function aDevCluster({ name = 'dc', owned = true, annotations, endpoint, docker = false }: DevClusterTraits = {}): DevCluster {
  return {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'DevCluster',
    metadata: { name, namespace: 'ns', uid: `uid-${name}`, resourceVersion: '1', ...(owned && { ownerReferences: [clusterOwner] }), ...(annotations && { annotations }) },
    spec: { backend: docker ? { docker: {} } : { inMemory: {} }, ...(endpoint && { controlPlaneEndpoint: endpoint }) },
    ...(endpoint && { status: { initialization: { provisioned: true } } }),
  };
}
