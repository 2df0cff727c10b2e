import { boolean, described, object, optional, quantity, string, type Static } from './schema.ts';

/** KeySelector is to be described. */
export const KeySelectorSchema = object({
  key: string({ description: 'key is to be described.' }),
  name: optional(string({ default: '', description: 'name is to be described.' })),
  optional: optional(boolean({ description: 'optional is to be described.' })),
}, { atomic: true });

export interface KeySelector extends Static<typeof KeySelectorSchema> {}

/** ObjectFieldSelector is to be described. */
export const ObjectFieldSelectorSchema = object({
  apiVersion: optional(string({ description: 'apiVersion is to be described.' })),
  fieldPath: string({ description: 'fieldPath is to be described.' }),
}, { atomic: true });

export interface ObjectFieldSelector extends Static<typeof ObjectFieldSelectorSchema> {}

/** FileKeySelector is to be described. */
export const FileKeySelectorSchema = object({
  key: string({ description: 'key is to be described.' }),
  optional: optional(boolean({ default: false, description: 'optional is to be described.' })),
  path: string({ description: 'path is to be described.' }),
  volumeName: string({ description: 'volumeName is to be described.' }),
}, { atomic: true });

export interface FileKeySelector extends Static<typeof FileKeySelectorSchema> {}

/** ResourceFieldSelector is to be described. */
export const ResourceFieldSelectorSchema = object({
  containerName: optional(string({ description: 'containerName is to be described.' })),
  divisor: optional(quantity({ description: 'divisor is to be described.' })),
  resource: string({ description: 'resource is to be described.' }),
}, { atomic: true });

export interface ResourceFieldSelector extends Static<typeof ResourceFieldSelectorSchema> {}

/** EnvVarSource is to be described. */
export const EnvVarSourceSchema = object({
  configMapKeyRef: optional(described(KeySelectorSchema, 'configMapKeyRef is to be described.')),
  fieldRef: optional(described(ObjectFieldSelectorSchema, 'fieldRef is to be described.')),
  fileKeyRef: optional(described(FileKeySelectorSchema, 'fileKeyRef is to be described.')),
  resourceFieldRef: optional(described(ResourceFieldSelectorSchema, 'resourceFieldRef is to be described.')),
  secretKeyRef: optional(described(KeySelectorSchema, 'secretKeyRef is to be described.')),
});

export interface EnvVarSource extends Static<typeof EnvVarSourceSchema> {}

/** EnvVar is to be described. */
export const EnvVarSchema = object({
  name: string({ description: 'name is to be described.' }),
  value: optional(string({ description: 'value is to be described.' })),
  valueFrom: optional(described(EnvVarSourceSchema, 'valueFrom is to be described.')),
});

export interface EnvVar extends Static<typeof EnvVarSchema> {}
