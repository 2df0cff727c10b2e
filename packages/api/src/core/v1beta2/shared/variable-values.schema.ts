import { anyValue, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';

/** ClusterVariable is to be described. */
export const ClusterVariableSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  value: anyValue({ description: 'value is to be described.' }),
});

export interface ClusterVariable extends Static<typeof ClusterVariableSchema> {}

/** VariableOverrides is to be described. */
export const VariableOverridesSchema = object({
  overrides: optional(listMap(['name'], ClusterVariableSchema, { minItems: 1, maxItems: 1000, description: 'overrides is to be described.' })),
}, { minProperties: 1 });

export interface VariableOverrides extends Static<typeof VariableOverridesSchema> {}
