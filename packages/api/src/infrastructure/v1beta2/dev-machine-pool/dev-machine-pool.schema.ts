import type { KubeObject } from '../../../resource.ts';
import { boolean, described, int32, int64, kubeObject, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { MachineAddressSchema } from '../../../core/v1beta2/shared/machine-address.schema.ts';
import { ContainerMountSchema } from '../dev-machine/backend.schema.ts';

/** DockerMachinePoolBackendSpec is to be described. */
export const DockerMachinePoolBackendSpecSchema = object({
  customImage: optional(string({ description: 'customImage is to be described.' })),
  preLoadImages: optional(listUndeclared(string(), { description: 'preLoadImages is to be described.' })),
  extraMounts: optional(listUndeclared(ContainerMountSchema, { description: 'extraMounts is to be described.' })),
});

export interface DockerMachinePoolBackendSpec extends Static<typeof DockerMachinePoolBackendSpecSchema> {}

/** DevMachinePoolBackendSpec is to be described. */
export const DevMachinePoolBackendSpecSchema = object({
  docker: optional(described(DockerMachinePoolBackendSpecSchema, 'docker is to be described.')),
});

export interface DevMachinePoolBackendSpec extends Static<typeof DevMachinePoolBackendSpecSchema> {}

/** DevMachinePoolSpec is to be described. */
export const DevMachinePoolSpecSchema = object({
  providerID: optional(string({ description: 'providerID is to be described.' })),
  providerIDList: optional(listUndeclared(string(), { description: 'providerIDList is to be described.' })),
  backend: optional(described(DevMachinePoolBackendSpecSchema, 'backend is to be described.')),
});

export interface DevMachinePoolSpec extends Static<typeof DevMachinePoolSpecSchema> {}

/** DevMachinePoolInstanceStatus is to be described. */
export const DevMachinePoolInstanceStatusSchema = object({
  addresses: optional(listUndeclared(MachineAddressSchema, { description: 'addresses is to be described.' })),
  instanceName: optional(string({ description: 'instanceName is to be described.' })),
  providerID: optional(string({ description: 'providerID is to be described.' })),
  version: optional(string({ description: 'version is to be described.' })),
  ready: optional(boolean({ description: 'ready is to be described.' })),
});

export interface DevMachinePoolInstanceStatus extends Static<typeof DevMachinePoolInstanceStatusSchema> {}

/** DevMachinePoolStatus is to be described. */
export const DevMachinePoolStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  ready: optional(boolean({ description: 'ready is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  observedGeneration: optional(int64({ description: 'observedGeneration is to be described.' })),
  infrastructureMachineKind: optional(string({ description: 'infrastructureMachineKind is to be described.' })),
  instances: optional(listUndeclared(DevMachinePoolInstanceStatusSchema, { description: 'instances is to be described.' })),
});

export interface DevMachinePoolStatus extends Static<typeof DevMachinePoolStatusSchema> {}

export const DevMachinePoolSchema = kubeObject({
  spec: optional(described(DevMachinePoolSpecSchema, 'spec is to be described.')),
  status: optional(described(DevMachinePoolStatusSchema, 'status is to be described.')),
}, { description: 'DevMachinePool is to be described.' });

/** DevMachinePool is to be described. */
export interface DevMachinePool extends KubeObject {
  spec: DevMachinePoolSpec;
  status?: DevMachinePoolStatus;
}
