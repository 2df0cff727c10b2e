import type { KubeObject } from '../../../resource.ts';
import { DockerMachineSpecSchema, type DockerMachineSpec } from '../docker-machine/docker-machine.schema.ts';
import { machineTemplateSchema, type MachineTemplateStatus, type TemplateSpec } from '../shared/template.schema.ts';

export const DockerMachineTemplateSchema = machineTemplateSchema({ kind: 'DockerMachine', spec: DockerMachineSpecSchema, purpose: 'DockerMachines are made from' });

/** DockerMachineTemplate is what DockerMachines are made from. */
export interface DockerMachineTemplate extends KubeObject {
  spec: TemplateSpec<DockerMachineSpec>;
  status?: MachineTemplateStatus;
}
