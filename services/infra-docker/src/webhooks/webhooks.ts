import type { ReceivedPart } from '@clusterwright/api/received';
import { DevClusters, DevClusterTemplates, DevMachines, DevMachineTemplates, DockerClusters, DockerClusterTemplates, DockerMachines, DockerMachineTemplates } from '@clusterwright/api/infrastructure/v1beta2';
import type {
  DevCluster,
  DevClusterTemplate,
  DevMachine,
  DevMachineSpec,
  DevMachineTemplate,
  DockerCluster,
  DockerClusterTemplate,
  DockerMachine,
  DockerMachineTemplate,
} from '@clusterwright/api/infrastructure/v1beta2';
import { defaultDevCluster } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster/dev-cluster.defaults';
import { validateDevCluster } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster/dev-cluster.validation';
import { defaultDevClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.defaults';
import { validateDevClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.validation';
import { defaultDevMachine } from '@clusterwright/api/infrastructure/v1beta2/dev-machine/dev-machine.defaults';
import { unreadableDuration, validateDevMachine } from '@clusterwright/api/infrastructure/v1beta2/dev-machine/dev-machine.validation';
import { defaultDevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-machine-template/dev-machine-template.defaults';
import { validateDevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-machine-template/dev-machine-template.validation';
import { defaultDockerCluster } from '@clusterwright/api/infrastructure/v1beta2/docker-cluster/docker-cluster.defaults';
import { validateDockerCluster } from '@clusterwright/api/infrastructure/v1beta2/docker-cluster/docker-cluster.validation';
import { defaultDockerClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/docker-cluster-template/docker-cluster-template.defaults';
import { validateDockerClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/docker-cluster-template/docker-cluster-template.validation';
import { unreadableBootstrapTimeout, validateDockerMachine } from '@clusterwright/api/infrastructure/v1beta2/docker-machine/docker-machine.validation';
import { validateDockerMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/docker-machine-template/docker-machine-template.validation';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { AdmissionWebhook } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { ApiError } from '@clusterwright/kube-client';

/** Defaulting and validation of the Dev kinds and of the older Docker kinds (spec DEV-01, DEV-06). */
export function infraDockerWebhooks({ features }: { readonly features: FeatureGates }): AdmissionWebhook[] {
  const gates = { topology: features.enabled('ClusterTopology') };
  return [...devWebhooks(gates), ...dockerWebhooks(gates)];
}

interface Gates {
  readonly topology: boolean;
}

/** As upstream, the older kinds of machines have no defaults. */
function dockerWebhooks(gates: Gates): AdmissionWebhook[] {
  return [
    admissionWebhook<DockerCluster>({ resource: DockerClusters, defaults: defaultDockerCluster, validate: validateDockerCluster }),
    admissionWebhook<DockerClusterTemplate>({ resource: DockerClusterTemplates, defaults: defaultDockerClusterTemplate, validate: (next, previous) => validateDockerClusterTemplate(next, previous, gates) }),
    admissionWebhook<DockerMachine>({
      resource: DockerMachines,
      validate(next, previous) {
        refuse(unreadableBootstrapTimeout(next.spec ?? {}, 'spec'));
        return validateDockerMachine(next, previous);
      },
    }),
    admissionWebhook<DockerMachineTemplate>({
      resource: DockerMachineTemplates,
      validate(next, previous, request) {
        refuse(unreadableBootstrapTimeout(next.spec?.template?.spec ?? {}, 'spec.template.spec'));
        return validateDockerMachineTemplate(next, previous, request);
      },
    }),
  ];
}

function devWebhooks(gates: Gates): AdmissionWebhook[] {
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
  refuse(spec && unreadableDuration(spec, path));
}

/** Answered as by webhooks that decode before they look. */
function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw new ApiError(problem, { status: 400, reason: '' });
}
