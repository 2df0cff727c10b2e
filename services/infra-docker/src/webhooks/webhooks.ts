import type { ReceivedPart } from '@clusterwright/api/received';
import { DevClusters, DevClusterTemplates, DevMachines, DevMachineTemplates } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevCluster, DevClusterTemplate, DevMachine, DevMachineSpec, DevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2';
import { defaultDevCluster } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster/dev-cluster.defaults';
import { validateDevCluster } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster/dev-cluster.validation';
import { defaultDevClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.defaults';
import { validateDevClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.validation';
import { defaultDevMachine } from '@clusterwright/api/infrastructure/v1beta2/dev-machine/dev-machine.defaults';
import { unreadableDuration, validateDevMachine } from '@clusterwright/api/infrastructure/v1beta2/dev-machine/dev-machine.validation';
import { defaultDevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-machine-template/dev-machine-template.defaults';
import { validateDevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-machine-template/dev-machine-template.validation';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { AdmissionWebhook } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { ApiError } from '@clusterwright/kube-client';

/** Defaulting and validation of the Dev kinds (spec DEV-01, DEV-06). */
export function infraDockerWebhooks({ features }: { readonly features: FeatureGates }): AdmissionWebhook[] {
  const gates = { topology: features.enabled('ClusterTopology') };
  return [
    admissionWebhook<DevCluster>({ resource: DevClusters, defaults: defaultDevCluster, validate: validateDevCluster }),
    admissionWebhook<DevClusterTemplate>({ resource: DevClusterTemplates, defaults: defaultDevClusterTemplate, validate: (next, previous) => validateDevClusterTemplate(next, previous, gates) }),
    admissionWebhook<DevMachine>({
      resource: DevMachines,
      defaults(machine) {
        requireReadableDurations(machine.spec, 'spec');
        return defaultDevMachine(machine);
      },
      validate: validateDevMachine,
    }),
    admissionWebhook<DevMachineTemplate>({
      resource: DevMachineTemplates,
      defaults(template) {
        requireReadableDurations(template.spec?.template?.spec, 'spec.template.spec');
        return defaultDevMachineTemplate(template);
      },
      validate: validateDevMachineTemplate,
    }),
  ];
}

function requireReadableDurations(spec: ReceivedPart<DevMachineSpec> | undefined, path: string): void {
  const problem = spec && unreadableDuration(spec, path);
  if (problem !== undefined) throw new ApiError(problem, { status: 400, reason: '' });
}
