import { KubeadmConfigs, KubeadmConfigTemplates, type KubeadmConfig, type KubeadmConfigSpec, type KubeadmConfigTemplate } from '@clusterwright/api/bootstrap/v1beta2';
import { unreadableBootstrapToken } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.validation';
import { validateKubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config/kubeadm-config.validation';
import { defaultKubeadmConfigTemplate } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-template/kubeadm-config-template.defaults';
import { validateKubeadmConfigTemplate } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-template/kubeadm-config-template.validation';
import type { ReceivedPart } from '@clusterwright/api/received';
import { admissionWebhook, type AdmissionWebhook } from '@clusterwright/controller-runtime';
import { ApiError } from '@clusterwright/kube-client';

/** Defaulting and validation of this service's kinds (spec KB-20). `ignition` is the feature gate KubeadmBootstrapFormatIgnition. */
export function bootstrapWebhooks(options: { readonly ignition: boolean }): AdmissionWebhook[] {
  return [
    admissionWebhook<KubeadmConfig>({
      resource: KubeadmConfigs,
      validate(config) {
        requireReadableTokens(config.spec, 'spec');
        return validateKubeadmConfig(config, options);
      },
    }),
    admissionWebhook<KubeadmConfigTemplate>({
      resource: KubeadmConfigTemplates,
      defaults(template, _previous, { dryRun }) {
        requireReadableTokens(template.spec?.template?.spec, 'spec.template.spec');
        return defaultKubeadmConfigTemplate(template, { dryRun });
      },
      validate: (template) => validateKubeadmConfigTemplate(template, options),
    }),
  ];
}

function requireReadableTokens(spec: ReceivedPart<KubeadmConfigSpec> | undefined, path: string): void {
  const problem = spec && unreadableBootstrapToken(spec, path);
  if (problem !== undefined) throw new ApiError(problem, { status: 400, reason: '' });
}
