import { boolean, described, listAtomic, object, optional, quantity, unboundedString, type Static } from './schema.ts';

/** Names a key of a ConfigMap or Secret. */
export const KeySelectorSchema = object(
  {
    key: unboundedString({ description: 'key is the key to read.' }),
    name: optional(unboundedString({ default: '', description: 'name is the name of the object.' })),
    optional: optional(boolean({ description: 'optional says that object and key may be missing.' })),
  },
  { atomic: true },
);

export interface KeySelector extends Static<typeof KeySelectorSchema> {}

/** Names a field of the Pod. */
export const ObjectFieldSelectorSchema = object(
  {
    apiVersion: optional(unboundedString({ description: 'apiVersion is the version at which fieldPath is written; v1 where absent.' })),
    fieldPath: unboundedString({ description: 'fieldPath is the path of the field.' }),
  },
  { atomic: true },
);

export interface ObjectFieldSelector extends Static<typeof ObjectFieldSelectorSchema> {}

/** Names a variable in a file of environment variables on a volume. */
export const FileKeySelectorSchema = object(
  {
    key: unboundedString({ description: 'key is the variable in the file.' }),
    optional: optional(boolean({ default: false, description: 'optional says that file and variable may be missing.' })),
    path: unboundedString({ description: 'path is the path of the file inside the volume.' }),
    volumeName: unboundedString({ description: 'volumeName is the volume that holds the file.' }),
  },
  { atomic: true },
);

export interface FileKeySelector extends Static<typeof FileKeySelectorSchema> {}

/** Names a resource of a container. */
export const ResourceFieldSelectorSchema = object(
  {
    containerName: optional(unboundedString({ description: 'containerName is the container; required for volumes.' })),
    divisor: optional(quantity({ description: 'divisor is the unit of the result; 1 where absent.' })),
    resource: unboundedString({ description: 'resource is the resource, such as limits.cpu.' }),
  },
  { atomic: true },
);

export interface ResourceFieldSelector extends Static<typeof ResourceFieldSelectorSchema> {}

/** Where the value of an environment variable comes from; one field is set. */
export const EnvVarSourceSchema = object({
  configMapKeyRef: optional(described(KeySelectorSchema, 'configMapKeyRef takes a key of a ConfigMap.')),
  fieldRef: optional(described(ObjectFieldSelectorSchema, 'fieldRef takes a field of the Pod.')),
  fileKeyRef: optional(described(FileKeySelectorSchema, 'fileKeyRef takes a variable of a file.')),
  resourceFieldRef: optional(described(ResourceFieldSelectorSchema, 'resourceFieldRef takes a resource of a container.')),
  secretKeyRef: optional(described(KeySelectorSchema, 'secretKeyRef takes a key of a Secret.')),
});

export interface EnvVarSource extends Static<typeof EnvVarSourceSchema> {}

/** An environment variable of a container. */
export const EnvVarSchema = object({
  name: unboundedString({ description: 'name is the name of the variable.' }),
  value: optional(unboundedString({ description: 'value is the value; $(NAME) stands for variables defined before.' })),
  valueFrom: optional(described(EnvVarSourceSchema, 'valueFrom takes the value from elsewhere; it excludes value.')),
});

export interface EnvVar extends Static<typeof EnvVarSchema> {}

/** Environment variables of a component. */
export function environmentVariableList(description: string) {
  return listAtomic(EnvVarSchema, { minItems: 1, maxItems: 100, description });
}
