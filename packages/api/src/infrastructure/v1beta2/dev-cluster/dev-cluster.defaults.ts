import type { DevCluster, DevClusterSpec } from './dev-cluster.schema.ts';

const dockerPort = 6443;

/** The docker backend where none is chosen, its port, and failure domains that say whether they take control planes (spec DEV-01). Pure. */
export function defaultDevClusterSpec(spec: DevClusterSpec): DevClusterSpec {
  const backend = spec.backend ?? {};
  if (backend.inMemory && !backend.docker) return spec;
  const docker = backend.docker ?? {};
  const failureDomains = docker.failureDomains?.map((domain) => ({ ...domain, controlPlane: domain.controlPlane ?? false }));
  return {
    ...spec,
    controlPlaneEndpoint: { ...spec.controlPlaneEndpoint, port: spec.controlPlaneEndpoint?.port || dockerPort },
    backend: { ...backend, docker: { ...docker, ...(failureDomains ? { failureDomains } : {}) } },
  };
}

export function defaultDevCluster(cluster: DevCluster): DevCluster {
  return { ...cluster, spec: defaultDevClusterSpec(cluster.spec ?? {}) };
}
