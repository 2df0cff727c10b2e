import { map, object, optional, string, type Static } from '../../../schema/schema.ts';

/** TemplateObjectMeta is to be described. */
export const TemplateObjectMetaSchema = object({
  labels: optional(map(string(), { description: 'labels is to be described.' })),
  annotations: optional(map(string(), { description: 'annotations is to be described.' })),
}, { minProperties: 1 });

export interface TemplateObjectMeta extends Static<typeof TemplateObjectMetaSchema> {}
