import { boolean, described, duration, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';

/** ContainerMount is to be described. */
export const ContainerMountSchema = object({
  containerPath: optional(string({ description: 'containerPath is to be described.' })),
  hostPath: optional(string({ description: 'hostPath is to be described.' })),
  readOnly: optional(boolean({ description: 'readOnly is to be described.' })),
});

export interface ContainerMount extends Static<typeof ContainerMountSchema> {}

/** DockerMachineBackendSpec is to be described. */
export const DockerMachineBackendSpecSchema = object({
  customImage: optional(string({ description: 'customImage is to be described.' })),
  preLoadImages: optional(listUndeclared(string(), { description: 'preLoadImages is to be described.' })),
  extraMounts: optional(listUndeclared(ContainerMountSchema, { description: 'extraMounts is to be described.' })),
  bootstrapTimeout: optional(duration({ description: 'bootstrapTimeout is to be described.' })),
});

export interface DockerMachineBackendSpec extends Static<typeof DockerMachineBackendSpecSchema> {}

/** CommonProvisioningSettings is to be described. */
export const CommonProvisioningSettingsSchema = object({
  startupDuration: duration({ description: 'startupDuration is to be described.' }),
  startupJitter: optional(string({ description: 'startupJitter is to be described.' })),
});

export interface CommonProvisioningSettings extends Static<typeof CommonProvisioningSettingsSchema> {}

/** InMemoryComponentSpec is to be described. */
export const InMemoryComponentSpecSchema = object({
  provisioning: optional(described(CommonProvisioningSettingsSchema, 'provisioning is to be described.')),
});

export interface InMemoryComponentSpec extends Static<typeof InMemoryComponentSpecSchema> {}

/** InMemoryMachineBackendSpec is to be described. */
export const InMemoryMachineBackendSpecSchema = object({
  vm: optional(described(InMemoryComponentSpecSchema, 'vm is to be described.')),
  node: optional(described(InMemoryComponentSpecSchema, 'node is to be described.')),
  apiServer: optional(described(InMemoryComponentSpecSchema, 'apiServer is to be described.')),
  etcd: optional(described(InMemoryComponentSpecSchema, 'etcd is to be described.')),
});

export interface InMemoryMachineBackendSpec extends Static<typeof InMemoryMachineBackendSpecSchema> {}

/** DevMachineBackendSpec is to be described. */
export const DevMachineBackendSpecSchema = object({
  docker: optional(described(DockerMachineBackendSpecSchema, 'docker is to be described.')),
  inMemory: optional(described(InMemoryMachineBackendSpecSchema, 'inMemory is to be described.')),
});

export interface DevMachineBackendSpec extends Static<typeof DevMachineBackendSpecSchema> {}
