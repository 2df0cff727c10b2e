import { boolean, described, int64, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { VariableSchemaSchema } from './variables.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../shared/deprecated-status.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';

/** ClusterClassStatusVariableDefinition is to be described. */
export const ClusterClassStatusVariableDefinitionSchema = object({
  from: string({ minLength: 1, maxLength: 256, description: 'from is to be described.' }),
  required: boolean({ description: 'required is to be described.' }),
  deprecatedV1Beta1Metadata: optional(described(TemplateObjectMetaSchema, 'deprecatedV1Beta1Metadata is to be described.')),
  schema: described(VariableSchemaSchema, 'schema is to be described.'),
});

export interface ClusterClassStatusVariableDefinition extends Static<typeof ClusterClassStatusVariableDefinitionSchema> {}

/** ClusterClassStatusVariable is to be described. */
export const ClusterClassStatusVariableSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  definitionsConflict: optional(boolean({ description: 'definitionsConflict is to be described.' })),
  definitions: listAtomic(ClusterClassStatusVariableDefinitionSchema, { minItems: 1, maxItems: 100, description: 'definitions is to be described.' }),
});

export interface ClusterClassStatusVariable extends Static<typeof ClusterClassStatusVariableSchema> {}

/** ClusterClassStatus is to be described. */
export const ClusterClassStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  variables: optional(listAtomic(ClusterClassStatusVariableSchema, { maxItems: 1000, description: 'variables is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface ClusterClassStatus extends Static<typeof ClusterClassStatusSchema> {}
