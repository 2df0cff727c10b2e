/** The kinds of the group infrastructure.cluster.x-k8s.io, version v1beta2. */
export { DevClusters } from './v1beta2/dev-cluster/dev-cluster.ts';
export { DevClusterTemplates } from './v1beta2/dev-cluster-template/dev-cluster-template.ts';
export { DevMachines } from './v1beta2/dev-machine/dev-machine.ts';
export { DevMachineTemplates } from './v1beta2/dev-machine-template/dev-machine-template.ts';
export { DevMachinePools } from './v1beta2/dev-machine-pool/dev-machine-pool.ts';
export { DevMachinePoolTemplates } from './v1beta2/dev-machine-pool-template/dev-machine-pool-template.ts';
export { devClusterConditions, type DevClusterConditions } from './v1beta2/dev-cluster/dev-cluster.conditions.ts';
export { devMachineConditions, type DevMachineConditions } from './v1beta2/dev-machine/dev-machine.conditions.ts';
export { devMachinePoolConditions, type DevMachinePoolConditions } from './v1beta2/dev-machine-pool/dev-machine-pool.conditions.ts';
export type { DevClusterTemplate } from './v1beta2/dev-cluster-template/dev-cluster-template.schema.ts';
export type {
  DockerLoadBalancer,
  DockerClusterBackendSpec,
  InMemoryClusterBackendSpec,
  DevClusterBackendSpec,
  DevClusterSpec,
  DevClusterStatus,
  DevCluster,
} from './v1beta2/dev-cluster/dev-cluster.schema.ts';
export type { DevMachinePoolTemplate } from './v1beta2/dev-machine-pool-template/dev-machine-pool-template.schema.ts';
export type {
  DockerMachinePoolBackendSpec,
  DevMachinePoolBackendSpec,
  DevMachinePoolSpec,
  DevMachinePoolInstanceStatus,
  DevMachinePoolStatus,
  DevMachinePool,
} from './v1beta2/dev-machine-pool/dev-machine-pool.schema.ts';
export type { DevMachineTemplate } from './v1beta2/dev-machine-template/dev-machine-template.schema.ts';
export type {
  ContainerMount,
  DockerMachineBackendSpec,
  CommonProvisioningSettings,
  InMemoryComponentSpec,
  InMemoryMachineBackendSpec,
  DevMachineBackendSpec,
} from './v1beta2/dev-machine/backend.schema.ts';
export type { DevMachineSpec, DevMachineStatus, DevMachine } from './v1beta2/dev-machine/dev-machine.schema.ts';
export type { MachineTemplateStatus, TemplateSpec } from './v1beta2/shared/template.schema.ts';
export type { InfrastructureInitializationStatus } from './v1beta2/shared/initialization.schema.ts';
export { DockerClusters } from './v1beta2/docker-cluster/docker-cluster.ts';
export { DockerClusterTemplates } from './v1beta2/docker-cluster-template/docker-cluster-template.ts';
export { DockerMachines } from './v1beta2/docker-machine/docker-machine.ts';
export { DockerMachineTemplates } from './v1beta2/docker-machine-template/docker-machine-template.ts';
export { DockerMachinePools } from './v1beta2/docker-machine-pool/docker-machine-pool.ts';
export { DockerMachinePoolTemplates } from './v1beta2/docker-machine-pool-template/docker-machine-pool-template.ts';
export type { DockerClusterSpec, DockerClusterStatus, DockerCluster } from './v1beta2/docker-cluster/docker-cluster.schema.ts';
export type { DockerClusterTemplate } from './v1beta2/docker-cluster-template/docker-cluster-template.schema.ts';
export type { DockerMachineSpec, DockerMachineStatus, DockerMachine } from './v1beta2/docker-machine/docker-machine.schema.ts';
export type { DockerMachineTemplate } from './v1beta2/docker-machine-template/docker-machine-template.schema.ts';
export type {
  DockerMachinePoolSpec,
  DockerMachinePoolInstanceStatus,
  DockerMachinePoolStatus,
  DockerMachinePool,
} from './v1beta2/docker-machine-pool/docker-machine-pool.schema.ts';
export type { DockerMachinePoolTemplate } from './v1beta2/docker-machine-pool-template/docker-machine-pool-template.schema.ts';
