import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { MachineAddressSchema } from '../../../core/v1beta2/shared/machine-address.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';
import { InfrastructureInitializationStatusSchema } from '../shared/initialization.schema.ts';
import { DevMachineBackendSpecSchema } from './backend.schema.ts';

/** The machine that is asked for. */
export const DevMachineSpecSchema = object({
  providerID: optional(string({ minLength: 1, maxLength: 512, description: 'providerID identifies the machine and its Node; filled by the controller.' })),
  backend: described(DevMachineBackendSpecSchema, 'backend is what the machine runs on.'),
});

export interface DevMachineSpec extends Static<typeof DevMachineSpecSchema> {}

/** What was observed of a DevMachine. */
export const DevMachineStatusSchema = object({
  conditions: optional(
    conditionList(
      'conditions report the state of the object: Ready, ContainerProvisioned, CGroupsReady, PreLoadedImagesReady, BootstrapCompleted, VMProvisioned, NodeProvisioned, EtcdProvisioned, APIServerProvisioned and Paused.',
    ),
  ),
  initialization: optional(described(InfrastructureInitializationStatusSchema, 'initialization holds the milestones of creating the infrastructure.')),
  addresses: optional(listUndeclared(MachineAddressSchema, { description: 'addresses lists the addresses of the machine.' })),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is where the machine pretends to be.' })),
  deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
});

export interface DevMachineStatus extends Static<typeof DevMachineStatusSchema> {}

export const DevMachineSchema = kubeObject(
  {
    spec: optional(described(DevMachineSpecSchema, 'spec is what the DevMachine should be.')),
    status: optional(described(DevMachineStatusSchema, 'status is what was observed of the DevMachine.')),
  },
  { description: 'DevMachine is a machine for development and tests: a container or a simulation.' },
);

/** DevMachine is a machine for development and tests: a container or a simulation. */
export interface DevMachine extends KubeObject {
  spec: DevMachineSpec;
  status?: DevMachineStatus;
}
