import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { DevMachinePoolSpecSchema } from '../dev-machine-pool/dev-machine-pool.schema.ts';

/** The DevMachinePool to create. */
export const DevMachinePoolTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
  spec: described(DevMachinePoolSpecSchema, 'spec is the spec of each DevMachinePool.'),
});

export interface DevMachinePoolTemplateResource extends Static<typeof DevMachinePoolTemplateResourceSchema> {}

/** What DevMachinePools are made from. */
export const DevMachinePoolTemplateSpecSchema = object({
  template: described(DevMachinePoolTemplateResourceSchema, 'template describes the DevMachinePools to create.'),
});

export interface DevMachinePoolTemplateSpec extends Static<typeof DevMachinePoolTemplateSpecSchema> {}

export const DevMachinePoolTemplateSchema = kubeObject(
  {
    spec: optional(described(DevMachinePoolTemplateSpecSchema, 'spec is what the DevMachinePoolTemplate should be.')),
  },
  { description: 'DevMachinePoolTemplate is what the DevMachinePools of a ClusterClass are made from.' },
);

/** DevMachinePoolTemplate is what the DevMachinePools of a ClusterClass are made from. */
export interface DevMachinePoolTemplate extends KubeObject {
  spec: DevMachinePoolTemplateSpec;
}
