import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import { described, kubeObject, map, object, optional, quantity, type Static, type TSchema } from '../../../schema/schema.ts';

/** What objects are copied from: their metadata, as far as it is copied, and their spec. */
export interface TemplateSpec<Spec> {
  template: { metadata?: Static<typeof TemplateObjectMetaSchema>; spec: Spec };
}

/** What an autoscaler must know about machines that do not exist yet. */
export const MachineTemplateStatusSchema = object({
  capacity: optional(map(quantity(), { description: 'capacity is what each machine offers, by resource.' })),
});

export interface MachineTemplateStatus extends Static<typeof MachineTemplateStatusSchema> {}

interface TemplateOptions {
  /** Of the objects that are made. */
  readonly kind: string;
  readonly spec: TSchema;
  /** Ends the description of the template kind. */
  readonly purpose: string;
}

/** The template of a kind, wrapped as every template of this group is. */
export function templateSchema(options: TemplateOptions) {
  return kubeObject(templateProperties(options), { description: descriptionOf(options) });
}

/** The template of a kind of machines, which also tells autoscalers what a machine offers. */
export function machineTemplateSchema(options: TemplateOptions) {
  const status = optional(described(MachineTemplateStatusSchema, 'status tells autoscalers what the machines offer.'));
  return kubeObject({ ...templateProperties(options), status }, { description: descriptionOf(options) });
}

function templateProperties({ kind, spec }: TemplateOptions) {
  const resource = object({
    metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
    spec: described(spec, `spec is the spec of each ${kind}.`),
  });
  const templateSpec = object({ template: described(resource, `template describes the ${kind}s to create.`) });
  return { spec: optional(described(templateSpec, `spec is what the ${kind}Template should be.`)) };
}

function descriptionOf({ kind, purpose }: TemplateOptions): string {
  return `${kind}Template is what ${purpose}.`;
}
