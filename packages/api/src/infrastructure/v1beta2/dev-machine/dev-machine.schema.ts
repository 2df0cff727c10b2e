import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, listUndeclared, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { MachineAddressSchema } from '../../../core/v1beta2/shared/machine-address.schema.ts';
import { DevMachineBackendSpecSchema } from './backend.schema.ts';
import { InfrastructureInitializationStatusSchema } from '../shared/initialization.schema.ts';

/** DevMachineSpec is to be described. */
export const DevMachineSpecSchema = object({
  providerID: optional(string({ minLength: 1, maxLength: 512, description: 'providerID is to be described.' })),
  backend: described(DevMachineBackendSpecSchema, 'backend is to be described.'),
});

export interface DevMachineSpec extends Static<typeof DevMachineSpecSchema> {}

/** DevMachineStatus is to be described. */
export const DevMachineStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(InfrastructureInitializationStatusSchema, 'initialization is to be described.')),
  addresses: optional(listUndeclared(MachineAddressSchema, { description: 'addresses is to be described.' })),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is to be described.' })),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
});

export interface DevMachineStatus extends Static<typeof DevMachineStatusSchema> {}

export const DevMachineSchema = kubeObject({
  spec: optional(described(DevMachineSpecSchema, 'spec is to be described.')),
  status: optional(described(DevMachineStatusSchema, 'status is to be described.')),
}, { description: 'DevMachine is to be described.' });

/** DevMachine is to be described. */
export interface DevMachine extends KubeObject {
  spec: DevMachineSpec;
  status?: DevMachineStatus;
}
