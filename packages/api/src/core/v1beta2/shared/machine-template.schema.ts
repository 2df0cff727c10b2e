import { described, object, optional, type Static } from '../../../schema/schema.ts';
import { MachineSpecSchema } from './machine-spec.schema.ts';
import { TemplateObjectMetaSchema } from './template-metadata.schema.ts';

/** MachineTemplateSpec is to be described. */
export const MachineTemplateSpecSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: described(MachineSpecSchema, 'spec is to be described.'),
});

export interface MachineTemplateSpec extends Static<typeof MachineTemplateSpecSchema> {}
