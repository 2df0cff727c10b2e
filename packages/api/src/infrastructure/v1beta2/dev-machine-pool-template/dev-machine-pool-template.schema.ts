import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import { DevMachinePoolSpecSchema } from '../dev-machine-pool/dev-machine-pool.schema.ts';

/** DevMachinePoolTemplateResource is to be described. */
export const DevMachinePoolTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: described(DevMachinePoolSpecSchema, 'spec is to be described.'),
});

export interface DevMachinePoolTemplateResource extends Static<typeof DevMachinePoolTemplateResourceSchema> {}

/** DevMachinePoolTemplateSpec is to be described. */
export const DevMachinePoolTemplateSpecSchema = object({
  template: described(DevMachinePoolTemplateResourceSchema, 'template is to be described.'),
});

export interface DevMachinePoolTemplateSpec extends Static<typeof DevMachinePoolTemplateSpecSchema> {}

export const DevMachinePoolTemplateSchema = kubeObject({
  spec: optional(described(DevMachinePoolTemplateSpecSchema, 'spec is to be described.')),
}, { description: 'DevMachinePoolTemplate is to be described.' });

/** DevMachinePoolTemplate is to be described. */
export interface DevMachinePoolTemplate extends KubeObject {
  spec: DevMachinePoolTemplateSpec;
}
