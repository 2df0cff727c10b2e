import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { boolean, described, kubeObject, listUndeclared, object, optional, unboundedString, type Static } from '../../../schema/schema.ts';
import { DevMachinePoolInstanceStatusSchema, DevMachinePoolStatusSchema, DockerMachinePoolBackendSpecSchema } from '../dev-machine-pool/dev-machine-pool.schema.ts';

/** The group of containers that is asked for. */
export const DockerMachinePoolSpecSchema = object({
  providerID: optional(unboundedString({ description: 'providerID identifies the pool.' })),
  providerIDList: optional(
    listUndeclared(unboundedString(), { description: 'providerIDList identifies the instances; filled by the controller, part of the contract.' }),
  ),
  template: optional(described(DockerMachinePoolBackendSpecSchema, 'template describes the containers.')),
});

export interface DockerMachinePoolSpec extends Static<typeof DockerMachinePoolSpecSchema> {}

/** What was observed of one instance. */
export const DockerMachinePoolInstanceStatusSchema = object({
  ...DevMachinePoolInstanceStatusSchema.properties,
  bootstrapped: optional(boolean({ description: 'bootstrapped is true when the bootstrap data was executed; no longer filled.' })),
});

export interface DockerMachinePoolInstanceStatus extends Static<typeof DockerMachinePoolInstanceStatusSchema> {}

/** What was observed of a DockerMachinePool. */
export const DockerMachinePoolStatusSchema = object({
  ...DevMachinePoolStatusSchema.properties,
  instances: optional(listUndeclared(DockerMachinePoolInstanceStatusSchema, { description: 'instances lists the instances.' })),
  deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
});

export interface DockerMachinePoolStatus extends Static<typeof DockerMachinePoolStatusSchema> {}

export const DockerMachinePoolSchema = kubeObject(
  {
    spec: optional(described(DockerMachinePoolSpecSchema, 'spec is what the DockerMachinePool should be.')),
    status: optional(described(DockerMachinePoolStatusSchema, 'status is what was observed of the DockerMachinePool.')),
  },
  { description: 'DockerMachinePool is the older name of a DevMachinePool with the docker backend.' },
);

/** DockerMachinePool is the older name of a DevMachinePool with the docker backend. */
export interface DockerMachinePool extends KubeObject {
  spec?: DockerMachinePoolSpec;
  status?: DockerMachinePoolStatus;
}
