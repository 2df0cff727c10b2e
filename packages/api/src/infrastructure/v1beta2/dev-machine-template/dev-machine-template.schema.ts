import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, map, object, optional, quantity, type Static } from '../../../schema/schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import { DevMachineSpecSchema } from '../dev-machine/dev-machine.schema.ts';

/** DevMachineTemplateResource is to be described. */
export const DevMachineTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: described(DevMachineSpecSchema, 'spec is to be described.'),
});

export interface DevMachineTemplateResource extends Static<typeof DevMachineTemplateResourceSchema> {}

/** DevMachineTemplateSpec is to be described. */
export const DevMachineTemplateSpecSchema = object({
  template: described(DevMachineTemplateResourceSchema, 'template is to be described.'),
});

export interface DevMachineTemplateSpec extends Static<typeof DevMachineTemplateSpecSchema> {}

/** DevMachineTemplateStatus is to be described. */
export const DevMachineTemplateStatusSchema = object({
  capacity: optional(map(quantity(), { description: 'capacity is to be described.' })),
});

export interface DevMachineTemplateStatus extends Static<typeof DevMachineTemplateStatusSchema> {}

export const DevMachineTemplateSchema = kubeObject({
  spec: optional(described(DevMachineTemplateSpecSchema, 'spec is to be described.')),
  status: optional(described(DevMachineTemplateStatusSchema, 'status is to be described.')),
}, { description: 'DevMachineTemplate is to be described.' });

/** DevMachineTemplate is to be described. */
export interface DevMachineTemplate extends KubeObject {
  spec: DevMachineTemplateSpec;
  status?: DevMachineTemplateStatus;
}
