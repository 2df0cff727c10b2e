import type { KubeObject } from '../../../resource.ts';
import { DevMachineSpecSchema, type DevMachineSpec } from '../dev-machine/dev-machine.schema.ts';
import { machineTemplateSchema, type MachineTemplateStatus, type TemplateSpec } from '../shared/template.schema.ts';

export const DevMachineTemplateSchema = machineTemplateSchema({ kind: 'DevMachine', spec: DevMachineSpecSchema, purpose: 'DevMachines are made from' });

/** DevMachineTemplate is what DevMachines are made from. */
export interface DevMachineTemplate extends KubeObject {
  spec: TemplateSpec<DevMachineSpec>;
  status?: MachineTemplateStatus;
}
