import { unreadableBootstrapToken } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.validation';
import type { KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import { KubeadmControlPlanes, KubeadmControlPlaneTemplates } from '@clusterwright/api/controlplane/v1beta2';
import type { KubeadmControlPlane, KubeadmControlPlaneTemplate } from '@clusterwright/api/controlplane/v1beta2';
import { defaultKubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2/kubeadm-control-plane/kubeadm-control-plane.defaults';
import { validateKubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2/kubeadm-control-plane/kubeadm-control-plane.validation';
import { validateKubeadmControlPlaneTemplate } from '@clusterwright/api/controlplane/v1beta2/kubeadm-control-plane-template/kubeadm-control-plane-template.validation';
import type { ReceivedPart } from '@clusterwright/api/received';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { AdmissionWebhook } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { ApiError } from '@clusterwright/kube-client';
import { scaleWebhook } from './scale-webhook.ts';

/** Defaulting and validation of this service's kinds (spec KCP-30). */
export function controlPlaneWebhooks({ features }: { readonly features: FeatureGates }): AdmissionWebhook[] {
  const options = {
    taintPropagation: features.enabled('MachineTaintPropagation'),
    ignition: features.enabled('KubeadmBootstrapFormatIgnition'),
    topology: features.enabled('ClusterTopology'),
  };
  return [
    admissionWebhook<KubeadmControlPlane>({
      resource: KubeadmControlPlanes,
      defaults(controlPlane) {
        requireReadableTokens(controlPlane.spec?.kubeadmConfigSpec, 'spec.kubeadmConfigSpec');
        return defaultKubeadmControlPlane(controlPlane);
      },
      validate: (next, previous) => validateKubeadmControlPlane(next, previous, options),
    }),
    scaleWebhook,
    admissionWebhook<KubeadmControlPlaneTemplate>({
      resource: KubeadmControlPlaneTemplates,
      validate(next, previous) {
        requireReadableTokens(next.spec?.template?.spec?.kubeadmConfigSpec, 'spec.template.spec.kubeadmConfigSpec');
        return validateKubeadmControlPlaneTemplate(next, previous, options);
      },
    }),
  ];
}

function requireReadableTokens(spec: ReceivedPart<KubeadmConfigSpec> | undefined, path: string): void {
  const problem = spec && unreadableBootstrapToken(spec, path);
  if (problem !== undefined) throw new ApiError(problem, { status: 400, reason: '' });
}
