import { topologyDryRunAnnotation } from '../../../labels.ts';
import { withPreviousKubeadmConfigDefaults } from '../kubeadm-config-spec/kubeadm-config-spec.defaults.ts';
import type { Received } from '../../../received.ts';
import type { KubeadmConfigTemplate } from './kubeadm-config-template.schema.ts';

/**
 * The template as it is stored. Nothing is defaulted, except where a managed topology only asks what an apply would change: there the answer must not
 * differ from objects stored by earlier releases.
 */
export function defaultKubeadmConfigTemplate(template: Received<KubeadmConfigTemplate>, request: { readonly dryRun: boolean }): Received<KubeadmConfigTemplate> {
  const isTopologyDryRun = request.dryRun && template.metadata.annotations?.[topologyDryRunAnnotation] !== undefined;
  if (!isTopologyDryRun) return template;
  const { spec } = template;
  return { ...template, spec: { ...spec, template: { ...spec?.template, spec: withPreviousKubeadmConfigDefaults(spec?.template?.spec ?? {}) } } };
}
