import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, optional } from '../../../schema/schema.ts';
import { type MachineSpec, MachineSpecSchema } from '../shared/machine-spec.schema.ts';
import { type MachineStatus, MachineStatusSchema } from './machine-status.schema.ts';

export const MachineSchema = kubeObject(
  {
    spec: described(MachineSpecSchema, 'spec is the machine that is asked for.'),
    status: optional(described(MachineStatusSchema, 'status is what was observed of the machine.')),
  },
  { description: 'Machine is a host of a Kubernetes Node: bootstrap data and an instance, from creation to deletion.' },
);

/** Machine is a host of a Kubernetes Node: bootstrap data and an instance, from creation to deletion. */
export interface Machine extends KubeObject {
  spec: MachineSpec;
  status?: MachineStatus;
}
