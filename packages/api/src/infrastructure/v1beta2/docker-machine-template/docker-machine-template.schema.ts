import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, map, object, optional, quantity, type Static } from '../../../schema/schema.ts';
import { DockerMachineSpecSchema } from '../docker-machine/docker-machine.schema.ts';

/** The DockerMachine to create. */
export const DockerMachineTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
  spec: described(DockerMachineSpecSchema, 'spec is the spec of each DockerMachine.'),
});

export interface DockerMachineTemplateResource extends Static<typeof DockerMachineTemplateResourceSchema> {}

/** What DockerMachines are made from. */
export const DockerMachineTemplateSpecSchema = object({
  template: described(DockerMachineTemplateResourceSchema, 'template describes the DockerMachines to create.'),
});

export interface DockerMachineTemplateSpec extends Static<typeof DockerMachineTemplateSpecSchema> {}

/** What an autoscaler must know about machines that do not exist yet. */
export const DockerMachineTemplateStatusSchema = object({
  capacity: optional(map(quantity(), { description: 'capacity is what each machine offers, by resource.' })),
});

export interface DockerMachineTemplateStatus extends Static<typeof DockerMachineTemplateStatusSchema> {}

export const DockerMachineTemplateSchema = kubeObject(
  {
    spec: optional(described(DockerMachineTemplateSpecSchema, 'spec is what the DockerMachineTemplate should be.')),
    status: optional(described(DockerMachineTemplateStatusSchema, 'status tells autoscalers what the machines offer.')),
  },
  { description: 'DockerMachineTemplate is what DockerMachines are made from.' },
);

/** DockerMachineTemplate is what DockerMachines are made from. */
export interface DockerMachineTemplate extends KubeObject {
  spec: DockerMachineTemplateSpec;
  status?: DockerMachineTemplateStatus;
}
