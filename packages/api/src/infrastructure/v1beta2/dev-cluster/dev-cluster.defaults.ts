import type { Received, ReceivedPart } from '../../../received.ts';
import type { DevCluster, DevClusterSpec } from './dev-cluster.schema.ts';

const dockerPort = 6443;

type Spec = ReceivedPart<DevClusterSpec>;
type Docker = NonNullable<NonNullable<Spec['backend']>['docker']>;

/** The docker backend where none is chosen, its port, and failure domains that say whether they take control planes (spec DEV-01). Pure. */
export function defaultDevClusterSpec(spec: Spec): Spec {
  const backend = spec.backend ?? {};
  if (backend.inMemory && !backend.docker) return spec;
  return {
    ...spec,
    controlPlaneEndpoint: { ...spec.controlPlaneEndpoint, port: spec.controlPlaneEndpoint?.port || dockerPort },
    backend: { ...backend, docker: defaultDocker(backend.docker ?? {}) },
  };
}

function defaultDocker(docker: Docker): Docker {
  const { failureDomains, loadBalancer = {} } = docker;
  const isList = Array.isArray(failureDomains);
  return { ...docker, loadBalancer, ...(isList ? { failureDomains: failureDomains.map((domain) => ({ ...domain, controlPlane: domain?.controlPlane ?? false })) } : {}) };
}

export function defaultDevCluster(cluster: Received<DevCluster>): Received<DevCluster> {
  return { ...cluster, spec: defaultDevClusterSpec(cluster.spec ?? {}) };
}
