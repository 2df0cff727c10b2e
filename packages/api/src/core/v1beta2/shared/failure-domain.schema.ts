import { boolean, listMap, map, object, optional, string, unboundedString, type Static } from '../../../schema/schema.ts';

/** A part of the infrastructure that fails on its own, such as a zone. */
export const FailureDomainSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name tells the failure domain from others.' }),
  controlPlane: optional(boolean({ description: 'controlPlane says whether control plane machines may be placed there.' })),
  attributes: optional(map(unboundedString(), { description: 'attributes are free facts about the failure domain from the provider.' })),
});

export interface FailureDomain extends Static<typeof FailureDomainSchema> {}

/** Failure domains, merged by name. */
export function failureDomainList(description: string) {
  return listMap(['name'], FailureDomainSchema, { minItems: 1, maxItems: 100, description });
}
