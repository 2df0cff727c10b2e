import type { Received } from '../../../received.ts';
import { defaultDockerClusterSpec } from '../docker-cluster/docker-cluster.defaults.ts';
import type { DockerClusterTemplate } from './docker-cluster-template.schema.ts';

/** The template's spec is defaulted as that of a DockerCluster. Pure. */
export function defaultDockerClusterTemplate(template: Received<DockerClusterTemplate>): Received<DockerClusterTemplate> {
  const { spec } = template;
  return { ...template, spec: { ...spec, template: { ...spec?.template, spec: defaultDockerClusterSpec(spec?.template?.spec ?? {}) } } };
}
