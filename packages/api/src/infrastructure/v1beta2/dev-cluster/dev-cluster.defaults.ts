import type { Received, ReceivedPart } from '../../../received.ts';
import type { FailureDomain } from '../../../core/v1beta2/shared/failure-domain.schema.ts';
import type { DevCluster, DevClusterSpec } from './dev-cluster.schema.ts';

/** Where an API server behind a load balancer container listens, unless told otherwise. */
export const dockerPort = 6443;

type Spec = ReceivedPart<DevClusterSpec>;
export type ReceivedDocker = NonNullable<NonNullable<Spec['backend']>['docker']>;

/**
 * The docker backend where none is chosen, its port, and failure domains that say whether they take control planes (spec DEV-01).
 * Where any of this was missing, the load balancer is there too, if only as an empty object. Pure.
 */
export function defaultDevClusterSpec(spec: Spec): Spec {
  const { controlPlaneEndpoint, backend = {} } = spec;
  const { docker } = backend;
  const isComplete = docker ? controlPlaneEndpoint?.port && isDefaultedDocker(docker) : backend.inMemory;
  if (isComplete) return spec;
  return {
    ...spec,
    controlPlaneEndpoint: { ...controlPlaneEndpoint, port: controlPlaneEndpoint?.port || dockerPort },
    backend: { ...backend, docker: defaultDocker(docker ?? {}) },
  };
}

/** Whether each failure domain says if it takes control planes. Pure. */
export function isDefaultedDocker(docker: ReceivedDocker): boolean {
  return domainsOf(docker).every((domain) => domain?.controlPlane !== undefined);
}

/** Failure domains that say whether they take control planes, and the load balancer, if only as an empty object. Pure. */
export function defaultDocker<D extends ReceivedDocker>(docker: D): D {
  const failureDomains = domainsOf(docker).map((domain) => ({ ...domain, controlPlane: domain?.controlPlane ?? false }));
  return { ...docker, loadBalancer: docker.loadBalancer ?? {}, ...(failureDomains.length > 0 ? { failureDomains } : {}) };
}

/** Nothing where something else than a list stands there: the schema is checked later. */
function domainsOf({ failureDomains }: ReceivedDocker): readonly FailureDomain[] {
  return Array.isArray(failureDomains) ? failureDomains : [];
}

export function defaultDevCluster(cluster: Received<DevCluster>): Received<DevCluster> {
  return { ...cluster, spec: defaultDevClusterSpec(cluster.spec ?? {}) };
}
