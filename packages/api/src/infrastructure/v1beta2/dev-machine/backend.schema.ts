import { boolean, described, duration, listUndeclared, object, optional, unboundedString, type Static } from '../../../schema/schema.ts';

/** A path of the host that is mounted into a container. */
export const ContainerMountSchema = object({
  containerPath: optional(unboundedString({ description: 'containerPath is the path inside the container.' })),
  hostPath: optional(unboundedString({ description: 'hostPath is the path on the host; links are followed.' })),
  readOnly: optional(boolean({ description: 'readOnly mounts without the right to write.' })),
});

export interface ContainerMount extends Static<typeof ContainerMountSchema> {}

/** A machine that is a container. */
export const DockerMachineBackendSpecSchema = object({
  customImage: optional(unboundedString({ description: 'customImage is the image of the container; chosen by Kubernetes version where absent.' })),
  preLoadImages: optional(
    listUndeclared(unboundedString(), { description: 'preLoadImages lists images of the host that are loaded into the machine before it starts.' }),
  ),
  extraMounts: optional(listUndeclared(ContainerMountSchema, { description: 'extraMounts lists paths of the host that are mounted into the container.' })),
  bootstrapTimeout: optional(duration({ description: 'bootstrapTimeout is how long the bootstrap script may take; 5m where absent.' })),
});

export interface DockerMachineBackendSpec extends Static<typeof DockerMachineBackendSpecSchema> {}

/** How long starting something pretends to take. */
export const CommonProvisioningSettingsSchema = object({
  startupDuration: duration({ description: 'startupDuration is how long starting takes at least.' }),
  startupJitter: optional(
    unboundedString({ description: 'startupJitter adds a random part: up to this factor, a number in a string, times startupDuration.' }),
  ),
});

export interface CommonProvisioningSettings extends Static<typeof CommonProvisioningSettingsSchema> {}

/** The behaviour of one simulated component. */
export const InMemoryComponentSpecSchema = object({
  provisioning: optional(described(CommonProvisioningSettingsSchema, 'provisioning says how long starting takes.')),
});

export interface InMemoryComponentSpec extends Static<typeof InMemoryComponentSpecSchema> {}

/** A simulated machine. */
export const InMemoryMachineBackendSpecSchema = object({
  vm: optional(described(InMemoryComponentSpecSchema, 'vm is the virtual machine.')),
  node: optional(described(InMemoryComponentSpecSchema, 'node is the kubelet and its Node.')),
  apiServer: optional(described(InMemoryComponentSpecSchema, 'apiServer is the API server on a control plane machine.')),
  etcd: optional(described(InMemoryComponentSpecSchema, 'etcd is the etcd member on a control plane machine.')),
});

export interface InMemoryMachineBackendSpec extends Static<typeof InMemoryMachineBackendSpecSchema> {}

/** What the machine runs on; one field is set. */
export const DevMachineBackendSpecSchema = object({
  docker: optional(described(DockerMachineBackendSpecSchema, 'docker runs the machine as a container.')),
  inMemory: optional(described(InMemoryMachineBackendSpecSchema, 'inMemory simulates the machine.')),
});

export interface DevMachineBackendSpec extends Static<typeof DevMachineBackendSpecSchema> {}
