import { described, int32, object, optional, string, type Static } from '../../../schema/schema.ts';
import { clusterName } from './cluster-name.schema.ts';
import { conditionGateList } from './condition-gate.schema.ts';
import { MachineDeletionSpecSchema } from './machine-deletion.schema.ts';
import { machineTaintList } from './machine-taint.schema.ts';
import { ContractVersionedObjectReferenceSchema } from './references.schema.ts';

/** Where the bootstrap data of a machine come from. */
export const MachineBootstrapSchema = object({
  configRef: optional(described(ContractVersionedObjectReferenceSchema, 'configRef names the object of a bootstrap provider that makes the data.')),
  dataSecretName: optional(
    string({ minLength: 0, maxLength: 253, description: 'dataSecretName is the Secret with the data; set by the user, or copied from the BootstrapConfig.' }),
  ),
});

export interface MachineBootstrap extends Static<typeof MachineBootstrapSchema> {}

/** The machine that is asked for. */
export const MachineSpecSchema = object({
  clusterName: clusterName(),
  bootstrap: described(MachineBootstrapSchema, 'bootstrap says where the bootstrap data come from.'),
  infrastructureRef: described(
    ContractVersionedObjectReferenceSchema,
    'infrastructureRef names the object of an infrastructure provider that runs the machine.',
  ),
  version: optional(string({ minLength: 1, maxLength: 256, description: 'version is the Kubernetes version of the machine.' })),
  providerID: optional(
    string({
      minLength: 1,
      maxLength: 512,
      description: 'providerID identifies the instance at its provider, and the Node that runs on it; copied from the InfraMachine.',
    }),
  ),
  failureDomain: optional(string({ minLength: 1, maxLength: 256, description: 'failureDomain is where the machine is to be placed.' })),
  minReadySeconds: optional(
    int32({ minimum: 0, description: 'minReadySeconds is how long the Machine must be ready before it is available; 0 where absent.' }),
  ),
  readinessGates: optional(conditionGateList('readinessGates names further conditions that the Machine must have before it is ready.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting the machine.')),
  taints: optional(machineTaintList('taints are kept on the Node of the machine.')),
});

export interface MachineSpec extends Static<typeof MachineSpecSchema> {}
