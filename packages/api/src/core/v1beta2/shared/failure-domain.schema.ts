import { boolean, map, object, optional, string, type Static } from '../../../schema/schema.ts';

/** FailureDomain is to be described. */
export const FailureDomainSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  controlPlane: optional(boolean({ description: 'controlPlane is to be described.' })),
  attributes: optional(map(string(), { description: 'attributes is to be described.' })),
});

export interface FailureDomain extends Static<typeof FailureDomainSchema> {}
