import { map, object, optional, unboundedString, type Static } from '../../../schema/schema.ts';

/** Labels and annotations for objects made from a template. */
export const TemplateObjectMetaSchema = object(
  {
    labels: optional(map(unboundedString(), { description: "labels are put on the objects; keys and values follow Kubernetes' rules for labels." })),
    annotations: optional(map(unboundedString(), { description: 'annotations are put on the objects.' })),
  },
  { minProperties: 1 },
);

export interface TemplateObjectMeta extends Static<typeof TemplateObjectMetaSchema> {}
