import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { MachineAddressSchema } from '../../../core/v1beta2/shared/machine-address.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { boolean, described, kubeObject, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';
import { DockerMachineBackendSpecSchema } from '../dev-machine/backend.schema.ts';
import { InfrastructureInitializationStatusSchema } from '../shared/initialization.schema.ts';

/** The container that is asked for. */
export const DockerMachineSpecSchema = object({
  providerID: optional(string({ minLength: 1, maxLength: 512, description: 'providerID identifies the machine and its Node; filled by the controller.' })),
  ...DockerMachineBackendSpecSchema.properties,
});

export interface DockerMachineSpec extends Static<typeof DockerMachineSpecSchema> {}

/** What was observed of a DockerMachine. */
export const DockerMachineStatusSchema = object({
  conditions: optional(
    conditionList('conditions report the state of the object: Ready, ContainerProvisioned, CGroupsReady, PreLoadedImagesReady, BootstrapCompleted and Paused.'),
  ),
  initialization: optional(described(InfrastructureInitializationStatusSchema, 'initialization holds the milestones of creating the infrastructure.')),
  loadBalancerConfigured: optional(boolean({ description: 'loadBalancerConfigured was set by older versions once the machine was in the load balancer; the weight annotation says it now.' })),
  addresses: optional(listUndeclared(MachineAddressSchema, { description: 'addresses lists the addresses of the machine.' })),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is where the machine pretends to be.' })),
  deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
});

export interface DockerMachineStatus extends Static<typeof DockerMachineStatusSchema> {}

export const DockerMachineSchema = kubeObject(
  {
    spec: optional(described(DockerMachineSpecSchema, 'spec is what the DockerMachine should be.')),
    status: optional(described(DockerMachineStatusSchema, 'status is what was observed of the DockerMachine.')),
  },
  { description: 'DockerMachine is the older name of a DevMachine with the docker backend.' },
);

/** DockerMachine is the older name of a DevMachine with the docker backend. */
export interface DockerMachine extends KubeObject {
  spec?: DockerMachineSpec;
  status?: DockerMachineStatus;
}
