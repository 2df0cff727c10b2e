/** The kinds of the group bootstrap.cluster.x-k8s.io, version v1beta2. */
export { KubeadmConfigs } from './v1beta2/kubeadm-config/kubeadm-config.ts';
export { KubeadmConfigTemplates } from './v1beta2/kubeadm-config-template/kubeadm-config-template.ts';
export { kubeadmConfigConditions, type KubeadmConfigConditions } from './v1beta2/kubeadm-config/kubeadm-config.conditions.ts';
export type { APIServer, ControlPlaneComponent, KubeadmDNS, ClusterConfiguration } from './v1beta2/kubeadm-config-spec/cluster-configuration.schema.ts';
export type { ComponentArgument, HostPathMount } from './v1beta2/kubeadm-config-spec/component-settings.schema.ts';
export type {
  BootstrapTokenDiscovery,
  KubeConfigCluster,
  KubeConfigAuthProvider,
  KubeConfigAuthExecEnv,
  KubeConfigAuthExec,
  KubeConfigUser,
  FileDiscoveryKubeConfig,
  FileDiscovery,
  Discovery,
} from './v1beta2/kubeadm-config-spec/discovery.schema.ts';
export type { PartitionSpec, Partition, Filesystem, DiskSetup } from './v1beta2/kubeadm-config-spec/disks.schema.ts';
export type { LocalEtcd, ExternalEtcd, Etcd } from './v1beta2/kubeadm-config-spec/etcd.schema.ts';
export type { BootstrapToken, LocalAPIEndpoint, InitConfiguration } from './v1beta2/kubeadm-config-spec/init-configuration.schema.ts';
export type { JoinControlPlane, JoinConfiguration } from './v1beta2/kubeadm-config-spec/join-configuration.schema.ts';
export type { KubeadmConfigSpec } from './v1beta2/kubeadm-config-spec/kubeadm-config-spec.schema.ts';
export type { NodeRegistrationOptions, Patches, Timeouts } from './v1beta2/kubeadm-config-spec/node-registration.schema.ts';
export type {
  SecretKeySource,
  ContentSource,
  KubeadmFile,
  KubeadmUser,
  NTP,
  ContainerLinuxConfig,
  IgnitionSpec,
} from './v1beta2/kubeadm-config-spec/operating-system.schema.ts';
export type {
  KubeadmConfigTemplateResource,
  KubeadmConfigTemplateSpec,
  KubeadmConfigTemplate,
} from './v1beta2/kubeadm-config-template/kubeadm-config-template.schema.ts';
export type {
  KubeadmConfigInitializationStatus,
  KubeadmConfigV1Beta1DeprecatedStatus,
  KubeadmConfigStatus,
  KubeadmConfig,
} from './v1beta2/kubeadm-config/kubeadm-config.schema.ts';
export type { KeySelector, ObjectFieldSelector, FileKeySelector, ResourceFieldSelector, EnvVarSource, EnvVar } from '../schema/environment.schema.ts';
