import { KubeadmConfigs, KubeadmConfigTemplates, type KubeadmConfig, type KubeadmConfigTemplate } from '@clusterwright/api/bootstrap/v1beta2';
import { validateKubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config/kubeadm-config.validation';
import { defaultKubeadmConfigTemplate } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-template/kubeadm-config-template.defaults';
import { validateKubeadmConfigTemplate } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-template/kubeadm-config-template.validation';
import { admissionWebhook, type AdmissionWebhook } from '@clusterwright/controller-runtime';

/** Defaulting and validation of this service's kinds (spec KB-20). `ignition` is the feature gate KubeadmBootstrapFormatIgnition. */
export function bootstrapWebhooks(options: { readonly ignition: boolean }): AdmissionWebhook[] {
  return [
    admissionWebhook<KubeadmConfig>({ resource: KubeadmConfigs, validate: (config) => validateKubeadmConfig(config, options) }),
    admissionWebhook<KubeadmConfigTemplate>({
      resource: KubeadmConfigTemplates,
      defaults: (template, _previous, { dryRun }) => defaultKubeadmConfigTemplate(template, { dryRun }),
      validate: (template) => validateKubeadmConfigTemplate(template, options),
    }),
  ];
}
