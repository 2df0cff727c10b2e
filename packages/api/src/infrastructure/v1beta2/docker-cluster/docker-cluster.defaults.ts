import type { Received, ReceivedPart } from '../../../received.ts';
import { defaultDocker, dockerPort, isDefaultedDocker } from '../dev-cluster/dev-cluster.defaults.ts';
import type { DockerCluster, DockerClusterSpec } from './docker-cluster.schema.ts';

type Spec = ReceivedPart<DockerClusterSpec>;

/** The port, and failure domains that say whether they take control planes, as for a DevCluster with the docker backend. Pure. */
export function defaultDockerClusterSpec(spec: Spec): Spec {
  const { controlPlaneEndpoint } = spec;
  if (controlPlaneEndpoint?.port && isDefaultedDocker(spec)) return spec;
  return { ...defaultDocker(spec), controlPlaneEndpoint: { ...controlPlaneEndpoint, port: controlPlaneEndpoint?.port || dockerPort } };
}

export function defaultDockerCluster(cluster: Received<DockerCluster>): Received<DockerCluster> {
  return { ...cluster, spec: defaultDockerClusterSpec(cluster.spec ?? {}) };
}
