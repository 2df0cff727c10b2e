import { NodeSystemInfoSchema } from '../../../schema/corev1.schema.ts';
import { dateTime, described, enumeration, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { deprecated, V1Beta1FailureStatusSchema } from '../shared/deprecated-status.schema.ts';
import { MachineAddressSchema } from '../shared/machine-address.schema.ts';
import { MachineInitializationStatusSchema } from '../shared/machine-initialization.schema.ts';
import { NameReferenceSchema } from '../shared/references.schema.ts';

/** How far the deletion of a machine has come. */
export const MachineDeletionStatusSchema = object({
  nodeDrainStartTime: optional(dateTime({ description: 'nodeDrainStartTime is when draining began; nodeDrainTimeoutSeconds counts from it.' })),
  waitForNodeVolumeDetachStartTime: optional(
    dateTime({ description: 'waitForNodeVolumeDetachStartTime is when waiting for volumes began; nodeVolumeDetachTimeoutSeconds counts from it.' }),
  ),
  waitForPreDrainHookStartTime: optional(dateTime({ description: 'waitForPreDrainHookStartTime is when waiting for pre-drain hooks began.' })),
  waitForPreTerminateHookStartTime: optional(dateTime({ description: 'waitForPreTerminateHookStartTime is when waiting for pre-terminate hooks began.' })),
});

export interface MachineDeletionStatus extends Static<typeof MachineDeletionStatusSchema> {}

/** What was observed of a machine. */
export const MachineStatusSchema = object(
  {
    conditions: optional(
      conditionList(
        'conditions report the state of the object: Available, Ready, UpToDate, Updating, BootstrapConfigReady, InfrastructureReady, NodeHealthy, NodeReady, HealthCheckSucceeded, OwnerRemediated, ExternallyRemediated, Deleting and Paused.',
      ),
    ),
    initialization: optional(described(MachineInitializationStatusSchema, 'initialization holds the milestones of creating the machine.')),
    nodeRef: optional(described(NameReferenceSchema, 'nodeRef names the Node in the workload cluster that runs on the machine.')),
    nodeInfo: optional(described(NodeSystemInfoSchema, 'nodeInfo is what the Node reports about its system.')),
    lastUpdated: optional(dateTime({ description: 'lastUpdated is when the phase last changed.' })),
    addresses: optional(listAtomic(MachineAddressSchema, { maxItems: 256, description: 'addresses lists the addresses that the InfraMachine reports.' })),
    failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is where the machine was placed.' })),
    phase: optional(
      enumeration(['Pending', 'Provisioning', 'Provisioned', 'Running', 'Updating', 'Deleting', 'Deleted', 'Failed', 'Unknown'], {
        description: 'phase is the state of the machine in one word, for people; programs read conditions.',
      }),
    ),
    certificatesExpiryDate: optional(dateTime({ description: 'certificatesExpiryDate is when the certificates of a control plane machine expire.' })),
    observedGeneration: optional(observedGeneration()),
    deletion: optional(described(MachineDeletionStatusSchema, 'deletion says how far deletion has come.')),
    deprecated: optional(deprecated(V1Beta1FailureStatusSchema)),
  },
  { minProperties: 1 },
);

export interface MachineStatus extends Static<typeof MachineStatusSchema> {}
