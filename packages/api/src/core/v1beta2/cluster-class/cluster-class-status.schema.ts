import { boolean, described, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { deprecated, V1Beta1ConditionsStatusSchema } from '../shared/deprecated-status.schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';
import { VariableSchemaSchema } from './variables.schema.ts';

/** One definition of a variable. */
export const ClusterClassStatusVariableDefinitionSchema = object({
  from: string({ minLength: 1, maxLength: 256, description: 'from says where the definition comes from: inline or the name of a patch.' }),
  required: boolean({ description: 'required says that every cluster must set the variable, unless a default exists.' }),
  deprecatedV1Beta1Metadata: optional(described(TemplateObjectMetaSchema, 'deprecatedV1Beta1Metadata is the metadata of the variable in v1beta1.')),
  schema: described(VariableSchemaSchema, 'schema describes the values that are allowed.'),
});

export interface ClusterClassStatusVariableDefinition extends Static<typeof ClusterClassStatusVariableDefinitionSchema> {}

/** A variable that clusters of the class may set. */
export const ClusterClassStatusVariableSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name tells the variable from others.' }),
  definitionsConflict: optional(boolean({ description: 'definitionsConflict is true where the definitions differ from each other.' })),
  definitions: listAtomic(ClusterClassStatusVariableDefinitionSchema, {
    minItems: 1,
    maxItems: 100,
    description: 'definitions lists every definition of the variable.',
  }),
});

export interface ClusterClassStatusVariable extends Static<typeof ClusterClassStatusVariableSchema> {}

/** What was observed of a class. */
export const ClusterClassStatusSchema = object(
  {
    conditions: optional(conditionList('conditions report the state of the object: VariablesReady, RefVersionsUpToDate and Paused.')),
    variables: optional(
      listAtomic(ClusterClassStatusVariableSchema, {
        maxItems: 1000,
        description: 'variables lists the variables of the class, inline and discovered ones together.',
      }),
    ),
    observedGeneration: optional(observedGeneration()),
    deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
  },
  { minProperties: 1 },
);

export interface ClusterClassStatus extends Static<typeof ClusterClassStatusSchema> {}
