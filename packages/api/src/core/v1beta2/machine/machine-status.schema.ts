import { dateTime, described, enumeration, int64, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedFailureStatusSchema } from '../shared/deprecated-status.schema.ts';
import { MachineAddressSchema } from '../shared/machine-address.schema.ts';
import { MachineInitializationStatusSchema } from '../shared/machine-initialization.schema.ts';
import { NameReferenceSchema } from '../shared/references.schema.ts';
import { NodeSystemInfoSchema } from '../../../schema/corev1.schema.ts';

/** MachineDeletionStatus is to be described. */
export const MachineDeletionStatusSchema = object({
  nodeDrainStartTime: optional(dateTime({ description: 'nodeDrainStartTime is to be described.' })),
  waitForNodeVolumeDetachStartTime: optional(dateTime({ description: 'waitForNodeVolumeDetachStartTime is to be described.' })),
  waitForPreDrainHookStartTime: optional(dateTime({ description: 'waitForPreDrainHookStartTime is to be described.' })),
  waitForPreTerminateHookStartTime: optional(dateTime({ description: 'waitForPreTerminateHookStartTime is to be described.' })),
});

export interface MachineDeletionStatus extends Static<typeof MachineDeletionStatusSchema> {}

/** MachineStatus is to be described. */
export const MachineStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(MachineInitializationStatusSchema, 'initialization is to be described.')),
  nodeRef: optional(described(NameReferenceSchema, 'nodeRef is to be described.')),
  nodeInfo: optional(described(NodeSystemInfoSchema, 'nodeInfo is to be described.')),
  lastUpdated: optional(dateTime({ description: 'lastUpdated is to be described.' })),
  addresses: optional(listAtomic(MachineAddressSchema, { maxItems: 256, description: 'addresses is to be described.' })),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is to be described.' })),
  phase: optional(enumeration(['Pending', 'Provisioning', 'Provisioned', 'Running', 'Updating', 'Deleting', 'Deleted', 'Failed', 'Unknown'], { description: 'phase is to be described.' })),
  certificatesExpiryDate: optional(dateTime({ description: 'certificatesExpiryDate is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deletion: optional(described(MachineDeletionStatusSchema, 'deletion is to be described.')),
  deprecated: optional(described(DeprecatedFailureStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface MachineStatus extends Static<typeof MachineStatusSchema> {}
