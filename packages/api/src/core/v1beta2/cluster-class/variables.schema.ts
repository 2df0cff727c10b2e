import { anyValue, boolean, described, enumeration, int64, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { TemplateObjectMetaSchema } from '../shared/template-metadata.schema.ts';

/** A CEL rule for values of a variable. */
export const ValidationRuleSchema = object({
  rule: string({ minLength: 1, maxLength: 4096, description: 'rule is a CEL expression over self, and oldSelf on updates, that is true for valid values.' }),
  message: optional(string({ minLength: 1, maxLength: 512, description: 'message is shown when the rule fails; required for rules of more than one line.' })),
  messageExpression: optional(
    string({
      minLength: 1,
      maxLength: 1024,
      description: 'messageExpression is a CEL expression whose text is shown when the rule fails; it wins over message.',
    }),
  ),
  reason: optional(
    enumeration(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate'], {
      default: 'FieldValueInvalid',
      description: 'reason is the kind of error that is reported when the rule fails.',
    }),
  ),
  fieldPath: optional(
    string({ minLength: 1, maxLength: 512, description: 'fieldPath is the field that the error is reported at, as a path below the value.' }),
  ),
});

export interface ValidationRule extends Static<typeof ValidationRuleSchema> {}

/** A JSON schema for values of a variable: the part of OpenAPI v3 that CustomResourceDefinitions know, too. */
export const JSONSchemaPropsSchema = object(
  {
    description: optional(string({ minLength: 1, maxLength: 4096, description: 'description is a text about the variable for people.' })),
    example: optional(anyValue({ description: 'example is a value that is valid.' })),
    type: optional(
      enumeration(['object', 'array', 'string', 'integer', 'number', 'boolean'], {
        description: 'type is the type of the value: object, array, string, integer, number or boolean.',
      }),
    ),
    properties: optional(anyValue({ description: 'properties holds the schema of each field of an object; it excludes additionalProperties.' })),
    additionalProperties: optional(anyValue({ description: 'additionalProperties is the schema of all values of a map; it excludes properties.' })),
    maxProperties: optional(int64({ description: 'maxProperties is the largest number of fields of an object or entries of a map.' })),
    minProperties: optional(int64({ description: 'minProperties is the smallest number of fields of an object or entries of a map.' })),
    required: optional(
      listAtomic(string({ minLength: 1, maxLength: 256 }), { minItems: 1, maxItems: 1000, description: 'required lists the fields that an object must have.' }),
    ),
    items: optional(anyValue({ description: 'items is the schema of the items of a list.' })),
    maxItems: optional(int64({ description: 'maxItems is the largest length of a list.' })),
    minItems: optional(int64({ description: 'minItems is the smallest length of a list.' })),
    uniqueItems: optional(boolean({ description: 'uniqueItems says that a list holds nothing twice.' })),
    format: optional(string({ minLength: 1, maxLength: 32, description: 'format is a well-known format of strings; unknown ones are ignored.' })),
    maxLength: optional(int64({ description: 'maxLength is the largest length of a string.' })),
    minLength: optional(int64({ description: 'minLength is the smallest length of a string.' })),
    pattern: optional(string({ minLength: 1, maxLength: 512, description: 'pattern is a regular expression that a string must match.' })),
    maximum: optional(int64({ description: 'maximum is the largest value of an integer or number.' })),
    exclusiveMaximum: optional(boolean({ description: 'exclusiveMaximum says that maximum itself is not allowed.' })),
    minimum: optional(int64({ description: 'minimum is the smallest value of an integer or number.' })),
    exclusiveMinimum: optional(boolean({ description: 'exclusiveMinimum says that minimum itself is not allowed.' })),
    'x-kubernetes-preserve-unknown-fields': optional(
      boolean({ description: 'x-kubernetes-preserve-unknown-fields allows fields that the schema does not know.' }),
    ),
    enum: optional(listAtomic(anyValue(), { maxItems: 100, description: 'enum lists the values that are allowed.' })),
    default: optional(anyValue({ description: 'default is the value where none is given.' })),
    'x-kubernetes-validations': optional(
      listMap(['rule'], ValidationRuleSchema, { minItems: 1, maxItems: 100, description: 'x-kubernetes-validations lists CEL rules for the value.' }),
    ),
    'x-metadata': optional(described(TemplateObjectMetaSchema, 'x-metadata holds labels and annotations of the variable or field, for tools.')),
    'x-kubernetes-int-or-string': optional(boolean({ description: 'x-kubernetes-int-or-string says that the value may be an integer or a string.' })),
    allOf: optional(anyValue({ description: 'allOf lists schemas that must all hold.' })),
    oneOf: optional(anyValue({ description: 'oneOf lists schemas of which exactly one must hold.' })),
    anyOf: optional(anyValue({ description: 'anyOf lists schemas of which at least one must hold.' })),
    not: optional(anyValue({ description: 'not is a schema that must not hold.' })),
  },
  { minProperties: 1 },
);

/** A JSON schema for values of a variable: the part of OpenAPI v3 that CustomResourceDefinitions know, too. */
export interface JSONSchemaProps extends Static<typeof JSONSchemaPropsSchema> {
  properties?: Record<string, JSONSchemaProps>;
  additionalProperties?: JSONSchemaProps;
  items?: JSONSchemaProps;
  allOf?: JSONSchemaProps[];
  oneOf?: JSONSchemaProps[];
  anyOf?: JSONSchemaProps[];
  not?: JSONSchemaProps;
}

/** The schema of a variable. */
export const VariableSchemaSchema = object({
  openAPIV3Schema: described(JSONSchemaPropsSchema, 'openAPIV3Schema is the schema in the form of OpenAPI v3.'),
});

export interface VariableSchema extends Static<typeof VariableSchemaSchema> {}

/** A variable of a class. */
export const ClusterClassVariableSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name tells the variable from others.' }),
  required: boolean({ description: 'required says that every cluster must set the variable, unless a default exists.' }),
  deprecatedV1Beta1Metadata: optional(
    described(TemplateObjectMetaSchema, 'deprecatedV1Beta1Metadata is the metadata of the variable in v1beta1; use x-metadata in the schema instead.'),
  ),
  schema: described(VariableSchemaSchema, 'schema describes the values that are allowed.'),
});

export interface ClusterClassVariable extends Static<typeof ClusterClassVariableSchema> {}
