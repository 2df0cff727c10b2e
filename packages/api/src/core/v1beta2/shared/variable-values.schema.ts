import { anyValue, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';

/** The value of one variable of a ClusterClass. */
export const ClusterVariableSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name tells the variable from others.' }),
  value: anyValue({ description: 'value is the value: any JSON that the schema of the variable allows.' }),
});

export interface ClusterVariable extends Static<typeof ClusterVariableSchema> {}

/** Values of variables, merged by name. */
export function clusterVariableList(description: string) {
  return listMap(['name'], ClusterVariableSchema, { minItems: 1, maxItems: 1000, description });
}

/** Values of variables for one part of the topology. */
export const VariableOverridesSchema = object(
  {
    overrides: optional(clusterVariableList('overrides lists the values that differ from those of the whole cluster.')),
  },
  { minProperties: 1 },
);

export interface VariableOverrides extends Static<typeof VariableOverridesSchema> {}
