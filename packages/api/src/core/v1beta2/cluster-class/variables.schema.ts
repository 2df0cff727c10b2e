import { anyValue, boolean, described, enumeration, int64, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';

/** ValidationRule is to be described. */
export const ValidationRuleSchema = object({
  rule: string({ minLength: 1, maxLength: 4096, description: 'rule is to be described.' }),
  message: optional(string({ minLength: 1, maxLength: 512, description: 'message is to be described.' })),
  messageExpression: optional(string({ minLength: 1, maxLength: 1024, description: 'messageExpression is to be described.' })),
  reason: optional(enumeration(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate'], { default: 'FieldValueInvalid', description: 'reason is to be described.' })),
  fieldPath: optional(string({ minLength: 1, maxLength: 512, description: 'fieldPath is to be described.' })),
});

export interface ValidationRule extends Static<typeof ValidationRuleSchema> {}

/** JSONSchemaProps is to be described. */
export const JSONSchemaPropsSchema = object({
  description: optional(string({ minLength: 1, maxLength: 4096, description: 'description is to be described.' })),
  example: optional(anyValue({ description: 'example is to be described.' })),
  type: optional(enumeration(['object', 'array', 'string', 'integer', 'number', 'boolean'], { description: 'type is to be described.' })),
  properties: optional(anyValue({ description: 'properties is to be described.' })),
  additionalProperties: optional(anyValue({ description: 'additionalProperties is to be described.' })),
  maxProperties: optional(int64({ description: 'maxProperties is to be described.' })),
  minProperties: optional(int64({ description: 'minProperties is to be described.' })),
  required: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 1000, description: 'required is to be described.' })),
  items: optional(anyValue({ description: 'items is to be described.' })),
  maxItems: optional(int64({ description: 'maxItems is to be described.' })),
  minItems: optional(int64({ description: 'minItems is to be described.' })),
  uniqueItems: optional(boolean({ description: 'uniqueItems is to be described.' })),
  format: optional(string({ minLength: 1, maxLength: 32, description: 'format is to be described.' })),
  maxLength: optional(int64({ description: 'maxLength is to be described.' })),
  minLength: optional(int64({ description: 'minLength is to be described.' })),
  pattern: optional(string({ minLength: 1, maxLength: 512, description: 'pattern is to be described.' })),
  maximum: optional(int64({ description: 'maximum is to be described.' })),
  exclusiveMaximum: optional(boolean({ description: 'exclusiveMaximum is to be described.' })),
  minimum: optional(int64({ description: 'minimum is to be described.' })),
  exclusiveMinimum: optional(boolean({ description: 'exclusiveMinimum is to be described.' })),
  'x-kubernetes-preserve-unknown-fields': optional(boolean({ description: 'x-kubernetes-preserve-unknown-fields is to be described.' })),
  enum: optional(listAtomic(anyValue(), { maxItems: 100, description: 'enum is to be described.' })),
  default: optional(anyValue({ description: 'default is to be described.' })),
  'x-kubernetes-validations': optional(listMap(['rule'], ValidationRuleSchema, { minItems: 1, maxItems: 100, description: 'x-kubernetes-validations is to be described.' })),
  'x-metadata': optional(described(TemplateObjectMetaSchema, 'x-metadata is to be described.')),
  'x-kubernetes-int-or-string': optional(boolean({ description: 'x-kubernetes-int-or-string is to be described.' })),
  allOf: optional(anyValue({ description: 'allOf is to be described.' })),
  oneOf: optional(anyValue({ description: 'oneOf is to be described.' })),
  anyOf: optional(anyValue({ description: 'anyOf is to be described.' })),
  not: optional(anyValue({ description: 'not is to be described.' })),
}, { minProperties: 1 });

/** JSONSchemaProps is to be described. */
export interface JSONSchemaProps extends Static<typeof JSONSchemaPropsSchema> {
  properties?: Record<string, JSONSchemaProps>;
  additionalProperties?: JSONSchemaProps;
  items?: JSONSchemaProps;
  allOf?: JSONSchemaProps[];
  oneOf?: JSONSchemaProps[];
  anyOf?: JSONSchemaProps[];
  not?: JSONSchemaProps;
}

/** VariableSchema is to be described. */
export const VariableSchemaSchema = object({
  openAPIV3Schema: described(JSONSchemaPropsSchema, 'openAPIV3Schema is to be described.'),
});

export interface VariableSchema extends Static<typeof VariableSchemaSchema> {}

/** ClusterClassVariable is to be described. */
export const ClusterClassVariableSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  required: boolean({ description: 'required is to be described.' }),
  deprecatedV1Beta1Metadata: optional(described(TemplateObjectMetaSchema, 'deprecatedV1Beta1Metadata is to be described.')),
  schema: described(VariableSchemaSchema, 'schema is to be described.'),
});

export interface ClusterClassVariable extends Static<typeof ClusterClassVariableSchema> {}
