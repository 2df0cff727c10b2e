import type { Received } from '../../../received.ts';
import { defaultDevClusterSpec } from '../dev-cluster/dev-cluster.defaults.ts';
import type { DevClusterTemplate } from './dev-cluster-template.schema.ts';

/** The template's spec is defaulted as that of a DevCluster. Pure. */
export function defaultDevClusterTemplate(template: Received<DevClusterTemplate>): Received<DevClusterTemplate> {
  const { spec } = template;
  return { ...template, spec: { ...spec, template: { ...spec?.template, spec: defaultDevClusterSpec(spec?.template?.spec ?? {}) } } };
}
