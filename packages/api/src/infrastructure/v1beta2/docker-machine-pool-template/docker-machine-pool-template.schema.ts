import type { KubeObject } from '../../../resource.ts';
import { DockerMachinePoolSpecSchema, type DockerMachinePoolSpec } from '../docker-machine-pool/docker-machine-pool.schema.ts';
import { templateSchema, type TemplateSpec } from '../shared/template.schema.ts';

export const DockerMachinePoolTemplateSchema = templateSchema({ kind: 'DockerMachinePool', spec: DockerMachinePoolSpecSchema, purpose: 'the DockerMachinePools of a ClusterClass are made from' });

/** DockerMachinePoolTemplate is what the DockerMachinePools of a ClusterClass are made from. */
export interface DockerMachinePoolTemplate extends KubeObject {
  spec: TemplateSpec<DockerMachinePoolSpec>;
}
