import { map, object, optional, string, type Static } from '../../../schema/schema.ts';

/** Labels and annotations for objects made from a template. */
export const TemplateObjectMetaSchema = object({
  labels: optional(map(string(), { description: "labels are put on the objects; keys and values follow Kubernetes' rules for labels." })),
  annotations: optional(map(string(), { description: 'annotations are put on the objects.' })),
}, { minProperties: 1 });

export interface TemplateObjectMeta extends Static<typeof TemplateObjectMetaSchema> {}
