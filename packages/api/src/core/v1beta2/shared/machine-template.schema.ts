import { described, object, optional, type Static } from '../../../schema/schema.ts';
import { MachineSpecSchema } from './machine-spec.schema.ts';
import { TemplateObjectMetaSchema } from './template-metadata.schema.ts';

/** The Machine to create. */
export const MachineTemplateSpecSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to each Machine: labels and annotations.')),
  spec: described(MachineSpecSchema, 'spec is the spec of each Machine.'),
});

export interface MachineTemplateSpec extends Static<typeof MachineTemplateSpecSchema> {}
