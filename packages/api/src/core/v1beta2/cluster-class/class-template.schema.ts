import { described, object, optional, string, type Static } from '../../../schema/schema.ts';
import { TemplateReferenceSchema } from '../shared/references.schema.ts';

/** A template that a class uses. */
export const ClassTemplateSchema = object({
  templateRef: described(TemplateReferenceSchema, 'templateRef names the template.'),
});

export interface ClassTemplate extends Static<typeof ClassTemplateSchema> {}

/** How objects of a class are named. */
export const ClassNamingSpecSchema = object(
  {
    template: optional(
      string({
        minLength: 1,
        maxLength: 1024,
        description:
          'template is a Go template of the name; it knows .cluster.name, .random and the name of the group, such as .machineDeployment.topologyName.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface ClassNamingSpec extends Static<typeof ClassNamingSpecSchema> {}
