import { described, int32, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ConditionGateSchema } from './condition-gate.schema.ts';
import { MachineDeletionSpecSchema } from './machine-deletion.schema.ts';
import { MachineTaintSchema } from './machine-taint.schema.ts';
import { ContractVersionedObjectReferenceSchema } from './references.schema.ts';

/** MachineBootstrap is to be described. */
export const MachineBootstrapSchema = object({
  configRef: optional(described(ContractVersionedObjectReferenceSchema, 'configRef is to be described.')),
  dataSecretName: optional(string({ minLength: 0, maxLength: 253, description: 'dataSecretName is to be described.' })),
});

export interface MachineBootstrap extends Static<typeof MachineBootstrapSchema> {}

/** MachineSpec is to be described. */
export const MachineSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' }),
  bootstrap: described(MachineBootstrapSchema, 'bootstrap is to be described.'),
  infrastructureRef: described(ContractVersionedObjectReferenceSchema, 'infrastructureRef is to be described.'),
  version: optional(string({ minLength: 1, maxLength: 256, description: 'version is to be described.' })),
  providerID: optional(string({ minLength: 1, maxLength: 512, description: 'providerID is to be described.' })),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is to be described.' })),
  minReadySeconds: optional(int32({ minimum: 0, description: 'minReadySeconds is to be described.' })),
  readinessGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'readinessGates is to be described.' })),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
});

export interface MachineSpec extends Static<typeof MachineSpecSchema> {}
