import { DevClusters, DevClusterTemplates, DevMachines, DevMachineTemplates } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevCluster, DevClusterTemplate, DevMachine, DevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2';
import { defaultDevCluster } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster/dev-cluster.defaults';
import { validateDevCluster } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster/dev-cluster.validation';
import { defaultDevClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.defaults';
import { validateDevClusterTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.validation';
import { defaultDevMachine } from '@clusterwright/api/infrastructure/v1beta2/dev-machine/dev-machine.defaults';
import { validateDevMachine } from '@clusterwright/api/infrastructure/v1beta2/dev-machine/dev-machine.validation';
import { defaultDevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-machine-template/dev-machine-template.defaults';
import { validateDevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2/dev-machine-template/dev-machine-template.validation';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { AdmissionWebhook } from '@clusterwright/controller-runtime';

/** Defaulting and validation of the Dev kinds (spec DEV-01, DEV-06). */
export function infraDockerWebhooks(): AdmissionWebhook[] {
  return [
    admissionWebhook<DevCluster>({ resource: DevClusters, defaults: defaultDevCluster, validate: validateDevCluster }),
    admissionWebhook<DevClusterTemplate>({ resource: DevClusterTemplates, defaults: defaultDevClusterTemplate, validate: validateDevClusterTemplate }),
    admissionWebhook<DevMachine>({ resource: DevMachines, defaults: defaultDevMachine, validate: validateDevMachine }),
    admissionWebhook<DevMachineTemplate>({ resource: DevMachineTemplates, defaults: defaultDevMachineTemplate, validate: validateDevMachineTemplate }),
  ];
}
