import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, optional } from '../../../schema/schema.ts';
import { type MachineStatus, MachineStatusSchema } from './machine-status.schema.ts';
import { type MachineSpec, MachineSpecSchema } from '../shared/machine-spec.schema.ts';

export const MachineSchema = kubeObject({
  spec: described(MachineSpecSchema, 'spec is to be described.'),
  status: optional(described(MachineStatusSchema, 'status is to be described.')),
}, { description: 'Machine is to be described.' });

/** Machine is to be described. */
export interface Machine extends KubeObject {
  spec: MachineSpec;
  status?: MachineStatus;
}
