import { described, object, optional, string, type Static } from '../../../schema/schema.ts';
import { TemplateReferenceSchema } from '../shared/references.schema.ts';

/** ClassTemplate is to be described. */
export const ClassTemplateSchema = object({
  templateRef: described(TemplateReferenceSchema, 'templateRef is to be described.'),
});

export interface ClassTemplate extends Static<typeof ClassTemplateSchema> {}

/** ClassNamingSpec is to be described. */
export const ClassNamingSpecSchema = object({
  template: optional(string({ minLength: 1, maxLength: 1024, description: 'template is to be described.' })),
}, { minProperties: 1 });

export interface ClassNamingSpec extends Static<typeof ClassNamingSpecSchema> {}
