/** Every kind, with the service that owns its CustomResourceDefinition. The generators read nothing else. */
import type { TSchema } from 'typebox';
import { clusterResourceSetHead } from '../src/addons/v1beta2/cluster-resource-set/cluster-resource-set.ts';
import { ClusterResourceSetSchema } from '../src/addons/v1beta2/cluster-resource-set/cluster-resource-set.schema.ts';
import { clusterResourceSetBindingHead } from '../src/addons/v1beta2/cluster-resource-set-binding/cluster-resource-set-binding.ts';
import { ClusterResourceSetBindingSchema } from '../src/addons/v1beta2/cluster-resource-set-binding/cluster-resource-set-binding.schema.ts';
import { kubeadmConfigHead } from '../src/bootstrap/v1beta2/kubeadm-config/kubeadm-config.ts';
import { KubeadmConfigSchema } from '../src/bootstrap/v1beta2/kubeadm-config/kubeadm-config.schema.ts';
import { kubeadmConfigTemplateHead } from '../src/bootstrap/v1beta2/kubeadm-config-template/kubeadm-config-template.ts';
import { KubeadmConfigTemplateSchema } from '../src/bootstrap/v1beta2/kubeadm-config-template/kubeadm-config-template.schema.ts';
import { kubeadmControlPlaneHead } from '../src/controlplane/v1beta2/kubeadm-control-plane/kubeadm-control-plane.ts';
import { KubeadmControlPlaneSchema } from '../src/controlplane/v1beta2/kubeadm-control-plane/kubeadm-control-plane.schema.ts';
import { kubeadmControlPlaneTemplateHead } from '../src/controlplane/v1beta2/kubeadm-control-plane-template/kubeadm-control-plane-template.ts';
import { KubeadmControlPlaneTemplateSchema } from '../src/controlplane/v1beta2/kubeadm-control-plane-template/kubeadm-control-plane-template.schema.ts';
import { clusterHead } from '../src/core/v1beta2/cluster/cluster.ts';
import { ClusterSchema } from '../src/core/v1beta2/cluster/cluster.schema.ts';
import { clusterClassHead } from '../src/core/v1beta2/cluster-class/cluster-class.ts';
import { ClusterClassSchema } from '../src/core/v1beta2/cluster-class/cluster-class.schema.ts';
import { machineHead } from '../src/core/v1beta2/machine/machine.ts';
import { MachineSchema } from '../src/core/v1beta2/machine/machine.schema.ts';
import { machineDeploymentHead } from '../src/core/v1beta2/machine-deployment/machine-deployment.ts';
import { MachineDeploymentSchema } from '../src/core/v1beta2/machine-deployment/machine-deployment.schema.ts';
import { machineDrainRuleHead } from '../src/core/v1beta2/machine-drain-rule/machine-drain-rule.ts';
import { MachineDrainRuleSchema } from '../src/core/v1beta2/machine-drain-rule/machine-drain-rule.schema.ts';
import { machineHealthCheckHead } from '../src/core/v1beta2/machine-health-check/machine-health-check.ts';
import { MachineHealthCheckSchema } from '../src/core/v1beta2/machine-health-check/machine-health-check.schema.ts';
import { machinePoolHead } from '../src/core/v1beta2/machine-pool/machine-pool.ts';
import { MachinePoolSchema } from '../src/core/v1beta2/machine-pool/machine-pool.schema.ts';
import { machineSetHead } from '../src/core/v1beta2/machine-set/machine-set.ts';
import { MachineSetSchema } from '../src/core/v1beta2/machine-set/machine-set.schema.ts';
import { devClusterHead } from '../src/infrastructure/v1beta2/dev-cluster/dev-cluster.ts';
import { DevClusterSchema } from '../src/infrastructure/v1beta2/dev-cluster/dev-cluster.schema.ts';
import { devClusterTemplateHead } from '../src/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.ts';
import { DevClusterTemplateSchema } from '../src/infrastructure/v1beta2/dev-cluster-template/dev-cluster-template.schema.ts';
import { devMachineHead } from '../src/infrastructure/v1beta2/dev-machine/dev-machine.ts';
import { DevMachineSchema } from '../src/infrastructure/v1beta2/dev-machine/dev-machine.schema.ts';
import { devMachinePoolHead } from '../src/infrastructure/v1beta2/dev-machine-pool/dev-machine-pool.ts';
import { DevMachinePoolSchema } from '../src/infrastructure/v1beta2/dev-machine-pool/dev-machine-pool.schema.ts';
import { devMachinePoolTemplateHead } from '../src/infrastructure/v1beta2/dev-machine-pool-template/dev-machine-pool-template.ts';
import { DevMachinePoolTemplateSchema } from '../src/infrastructure/v1beta2/dev-machine-pool-template/dev-machine-pool-template.schema.ts';
import { devMachineTemplateHead } from '../src/infrastructure/v1beta2/dev-machine-template/dev-machine-template.ts';
import { DevMachineTemplateSchema } from '../src/infrastructure/v1beta2/dev-machine-template/dev-machine-template.schema.ts';
import { dockerClusterHead } from '../src/infrastructure/v1beta2/docker-cluster/docker-cluster.ts';
import { DockerClusterSchema } from '../src/infrastructure/v1beta2/docker-cluster/docker-cluster.schema.ts';
import { dockerClusterTemplateHead } from '../src/infrastructure/v1beta2/docker-cluster-template/docker-cluster-template.ts';
import { DockerClusterTemplateSchema } from '../src/infrastructure/v1beta2/docker-cluster-template/docker-cluster-template.schema.ts';
import { dockerMachineHead } from '../src/infrastructure/v1beta2/docker-machine/docker-machine.ts';
import { DockerMachineSchema } from '../src/infrastructure/v1beta2/docker-machine/docker-machine.schema.ts';
import { dockerMachineTemplateHead } from '../src/infrastructure/v1beta2/docker-machine-template/docker-machine-template.ts';
import { DockerMachineTemplateSchema } from '../src/infrastructure/v1beta2/docker-machine-template/docker-machine-template.schema.ts';
import { dockerMachinePoolHead } from '../src/infrastructure/v1beta2/docker-machine-pool/docker-machine-pool.ts';
import { DockerMachinePoolSchema } from '../src/infrastructure/v1beta2/docker-machine-pool/docker-machine-pool.schema.ts';
import { dockerMachinePoolTemplateHead } from '../src/infrastructure/v1beta2/docker-machine-pool-template/docker-machine-pool-template.ts';
import { DockerMachinePoolTemplateSchema } from '../src/infrastructure/v1beta2/docker-machine-pool-template/docker-machine-pool-template.schema.ts';
import { ipAddressHead } from '../src/ipam/v1beta2/ip-address/ip-address.ts';
import { IPAddressSchema } from '../src/ipam/v1beta2/ip-address/ip-address.schema.ts';
import { ipAddressClaimHead } from '../src/ipam/v1beta2/ip-address-claim/ip-address-claim.ts';
import { IPAddressClaimSchema } from '../src/ipam/v1beta2/ip-address-claim/ip-address-claim.schema.ts';
import { extensionConfigHead } from '../src/runtime/v1beta2/extension-config/extension-config.ts';
import { ExtensionConfigSchema } from '../src/runtime/v1beta2/extension-config/extension-config.schema.ts';
import type { CrdHead } from '../src/schema/crd-head.ts';

/** What a generator needs to know about one kind. */
export interface KindDefinition {
  /** The service whose deployment installs the CRD. */
  readonly service: 'core' | 'bootstrap-kubeadm' | 'controlplane-kubeadm' | 'infra-docker';
  readonly head: CrdHead;
  readonly schema: TSchema;
}

export const kinds: readonly KindDefinition[] = [
  { service: 'core', head: clusterHead, schema: ClusterSchema },
  { service: 'core', head: clusterClassHead, schema: ClusterClassSchema },
  { service: 'core', head: machineHead, schema: MachineSchema },
  { service: 'core', head: machineSetHead, schema: MachineSetSchema },
  { service: 'core', head: machineDeploymentHead, schema: MachineDeploymentSchema },
  { service: 'core', head: machinePoolHead, schema: MachinePoolSchema },
  { service: 'core', head: machineHealthCheckHead, schema: MachineHealthCheckSchema },
  { service: 'core', head: machineDrainRuleHead, schema: MachineDrainRuleSchema },
  { service: 'core', head: clusterResourceSetHead, schema: ClusterResourceSetSchema },
  { service: 'core', head: clusterResourceSetBindingHead, schema: ClusterResourceSetBindingSchema },
  { service: 'core', head: ipAddressHead, schema: IPAddressSchema },
  { service: 'core', head: ipAddressClaimHead, schema: IPAddressClaimSchema },
  { service: 'core', head: extensionConfigHead, schema: ExtensionConfigSchema },
  { service: 'bootstrap-kubeadm', head: kubeadmConfigHead, schema: KubeadmConfigSchema },
  { service: 'bootstrap-kubeadm', head: kubeadmConfigTemplateHead, schema: KubeadmConfigTemplateSchema },
  { service: 'controlplane-kubeadm', head: kubeadmControlPlaneHead, schema: KubeadmControlPlaneSchema },
  { service: 'controlplane-kubeadm', head: kubeadmControlPlaneTemplateHead, schema: KubeadmControlPlaneTemplateSchema },
  { service: 'infra-docker', head: devClusterHead, schema: DevClusterSchema },
  { service: 'infra-docker', head: devClusterTemplateHead, schema: DevClusterTemplateSchema },
  { service: 'infra-docker', head: devMachineHead, schema: DevMachineSchema },
  { service: 'infra-docker', head: devMachineTemplateHead, schema: DevMachineTemplateSchema },
  { service: 'infra-docker', head: devMachinePoolHead, schema: DevMachinePoolSchema },
  { service: 'infra-docker', head: devMachinePoolTemplateHead, schema: DevMachinePoolTemplateSchema },
  { service: 'infra-docker', head: dockerClusterHead, schema: DockerClusterSchema },
  { service: 'infra-docker', head: dockerClusterTemplateHead, schema: DockerClusterTemplateSchema },
  { service: 'infra-docker', head: dockerMachineHead, schema: DockerMachineSchema },
  { service: 'infra-docker', head: dockerMachineTemplateHead, schema: DockerMachineTemplateSchema },
  { service: 'infra-docker', head: dockerMachinePoolHead, schema: DockerMachinePoolSchema },
  { service: 'infra-docker', head: dockerMachinePoolTemplateHead, schema: DockerMachinePoolTemplateSchema },
];
