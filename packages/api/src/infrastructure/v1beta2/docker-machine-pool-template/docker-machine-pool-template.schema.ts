import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { DockerMachinePoolSpecSchema } from '../docker-machine-pool/docker-machine-pool.schema.ts';

/** The DockerMachinePool to create. */
export const DockerMachinePoolTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
  spec: described(DockerMachinePoolSpecSchema, 'spec is the spec of each DockerMachinePool.'),
});

export interface DockerMachinePoolTemplateResource extends Static<typeof DockerMachinePoolTemplateResourceSchema> {}

/** What DockerMachinePools are made from. */
export const DockerMachinePoolTemplateSpecSchema = object({
  template: described(DockerMachinePoolTemplateResourceSchema, 'template describes the DockerMachinePools to create.'),
});

export interface DockerMachinePoolTemplateSpec extends Static<typeof DockerMachinePoolTemplateSpecSchema> {}

export const DockerMachinePoolTemplateSchema = kubeObject(
  {
    spec: optional(described(DockerMachinePoolTemplateSpecSchema, 'spec is what the DockerMachinePoolTemplate should be.')),
  },
  { description: 'DockerMachinePoolTemplate is what the DockerMachinePools of a ClusterClass are made from.' },
);

/** DockerMachinePoolTemplate is what the DockerMachinePools of a ClusterClass are made from. */
export interface DockerMachinePoolTemplate extends KubeObject {
  spec: DockerMachinePoolTemplateSpec;
}
