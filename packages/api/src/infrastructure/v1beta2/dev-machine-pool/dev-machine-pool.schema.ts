import { MachineAddressSchema } from '../../../core/v1beta2/shared/machine-address.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { boolean, described, int32, int64, kubeObject, listUndeclared, object, optional, unboundedString, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';
import { ContainerMountSchema } from '../dev-machine/backend.schema.ts';

/** A group of containers. */
export const DockerMachinePoolBackendSpecSchema = object({
  customImage: optional(unboundedString({ description: 'customImage is the image of the container; chosen by Kubernetes version where absent.' })),
  preLoadImages: optional(
    listUndeclared(unboundedString(), { description: 'preLoadImages lists images of the host that are loaded into the machine before it starts.' }),
  ),
  extraMounts: optional(listUndeclared(ContainerMountSchema, { description: 'extraMounts lists paths of the host that are mounted into the container.' })),
});

export interface DockerMachinePoolBackendSpec extends Static<typeof DockerMachinePoolBackendSpecSchema> {}

/** What the pool runs on. */
export const DevMachinePoolBackendSpecSchema = object({
  docker: optional(described(DockerMachinePoolBackendSpecSchema, 'docker runs the instances as containers.')),
});

export interface DevMachinePoolBackendSpec extends Static<typeof DevMachinePoolBackendSpecSchema> {}

/** The group of instances that is asked for. */
export const DevMachinePoolSpecSchema = object({
  providerID: optional(unboundedString({ description: 'providerID identifies the pool.' })),
  providerIDList: optional(
    listUndeclared(unboundedString(), { description: 'providerIDList identifies the instances; filled by the controller, part of the contract.' }),
  ),
  backend: optional(described(DevMachinePoolBackendSpecSchema, 'backend is what the pool runs on.')),
});

export interface DevMachinePoolSpec extends Static<typeof DevMachinePoolSpecSchema> {}

/** What was observed of one instance. */
export const DevMachinePoolInstanceStatusSchema = object({
  addresses: optional(listUndeclared(MachineAddressSchema, { description: 'addresses lists the addresses of the instance.' })),
  instanceName: optional(unboundedString({ description: 'instanceName is the name of the instance.' })),
  providerID: optional(unboundedString({ description: 'providerID identifies the instance.' })),
  version: optional(unboundedString({ description: 'version is the Kubernetes version of the instance.' })),
  ready: optional(boolean({ description: 'ready is true when the instance runs.' })),
});

export interface DevMachinePoolInstanceStatus extends Static<typeof DevMachinePoolInstanceStatusSchema> {}

/** What was observed of a DevMachinePool. */
export const DevMachinePoolStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: Ready, ReplicasReady and Paused.')),
  ready: optional(boolean({ description: 'ready is true when all instances run.' })),
  replicas: optional(int32({ description: 'replicas is the number of instances; part of the contract.' })),
  observedGeneration: optional(int64({ description: 'observedGeneration is the metadata.generation that this status describes.' })),
  infrastructureMachineKind: optional(
    unboundedString({ description: 'infrastructureMachineKind is the kind of the objects that stand for instances; part of the contract.' }),
  ),
  instances: optional(listUndeclared(DevMachinePoolInstanceStatusSchema, { description: 'instances lists the instances.' })),
});

export interface DevMachinePoolStatus extends Static<typeof DevMachinePoolStatusSchema> {}

export const DevMachinePoolSchema = kubeObject(
  {
    spec: optional(described(DevMachinePoolSpecSchema, 'spec is what the DevMachinePool should be.')),
    status: optional(described(DevMachinePoolStatusSchema, 'status is what was observed of the DevMachinePool.')),
  },
  { description: 'DevMachinePool is a group of machines for development and tests.' },
);

/** DevMachinePool is a group of machines for development and tests. */
export interface DevMachinePool extends KubeObject {
  spec?: DevMachinePoolSpec;
  status?: DevMachinePoolStatus;
}
