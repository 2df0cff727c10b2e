import type { KubeObject, Resource } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { DevClusters, DockerClusters } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevCluster, DockerCluster, DockerClusterBackendSpec } from '@clusterwright/api/infrastructure/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';

/**
 * On an object whose load balancer served at the control plane endpoint: there it belongs from then on, whatever becomes of it.
 * Without it the endpoint is somebody else's, such as a load balancer of the user's.
 */
export const servedEndpointAnnotation = 'clusterwright.dev/served-endpoint';

/** What a DevCluster with the docker backend and a DockerCluster have in common; what is written has the same place in both. */
export interface DockerClusterView {
  readonly docker: DockerClusterBackendSpec;
  readonly endpoint: { readonly host?: string | undefined; readonly port?: number | undefined };
  readonly conditions: NonNullable<DevCluster['status']>['conditions'];
  /** Clients have been told where the API server is. */
  readonly isProvisioned: boolean;
}

/** A kind that describes the containers of a cluster. */
export interface DockerClusterKind<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Name of the controller. */
  readonly name: string;
  /** Undefined where the object has another backend. */
  readonly viewOf: (object: T) => DockerClusterView | undefined;
}

export const devClusterKind: DockerClusterKind<DevCluster> = {
  resource: DevClusters,
  name: 'devcluster',
  viewOf: ({ spec, status }) => (spec.backend.inMemory ? undefined : viewFrom(spec.backend.docker ?? {}, spec, status)),
};

export const dockerClusterKind: DockerClusterKind<DockerCluster> = {
  resource: DockerClusters,
  name: 'dockercluster',
  viewOf: ({ spec = {}, status }) => viewFrom(spec, spec, status),
};

function viewFrom(
  docker: DockerClusterBackendSpec,
  { controlPlaneEndpoint = {} }: { readonly controlPlaneEndpoint?: DockerClusterView['endpoint'] },
  status: DevCluster['status'] | DockerCluster['status'],
): DockerClusterView {
  return { docker, endpoint: controlPlaneEndpoint, conditions: status?.conditions, isProvisioned: status?.initialization?.provisioned === true };
}

/** What a Cluster's infrastructure is, whichever of the kinds describes it; undefined where it is not there, or is of another kind or backend. */
export async function dockerClusterOf(client: Pick<Client, 'get'>, { metadata, spec }: Cluster): Promise<DockerClusterView | undefined> {
  const ref = spec.infrastructureRef;
  if (!ref || ref.apiGroup !== DevClusters.group) return undefined;
  const key = { namespace: metadata.namespace, name: ref.name };
  if (ref.kind === DevClusters.kind) return viewIn(devClusterKind, await client.get(DevClusters, key));
  return ref.kind === DockerClusters.kind ? viewIn(dockerClusterKind, await client.get(DockerClusters, key)) : undefined;
}

function viewIn<T extends KubeObject>(kind: DockerClusterKind<T>, object: T | undefined): DockerClusterView | undefined {
  return object && kind.viewOf(object);
}
