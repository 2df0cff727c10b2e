import type { KubeObject } from '../../../resource.ts';
import { described, enumeration, int32, kubeObject, listMap, map, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** ServiceReference is to be described. */
export const ServiceReferenceSchema = object({
  namespace: string({ minLength: 1, maxLength: 63, description: 'namespace is to be described.' }),
  name: string({ minLength: 1, maxLength: 63, description: 'name is to be described.' }),
  path: optional(string({ minLength: 1, maxLength: 512, description: 'path is to be described.' })),
  port: optional(int32({ description: 'port is to be described.' })),
});

export interface ServiceReference extends Static<typeof ServiceReferenceSchema> {}

/** ClientConfig is to be described. */
export const ClientConfigSchema = object({
  url: optional(string({ minLength: 1, maxLength: 512, description: 'url is to be described.' })),
  service: optional(described(ServiceReferenceSchema, 'service is to be described.')),
  caBundle: optional(string({ format: 'byte', minLength: 1, maxLength: 51200, description: 'caBundle is to be described.' })),
}, { minProperties: 1 });

export interface ClientConfig extends Static<typeof ClientConfigSchema> {}

/** ExtensionConfigSpec is to be described. */
export const ExtensionConfigSpecSchema = object({
  clientConfig: described(ClientConfigSchema, 'clientConfig is to be described.'),
  namespaceSelector: optional(described(LabelSelectorSchema, 'namespaceSelector is to be described.')),
  settings: optional(map(string(), { description: 'settings is to be described.' })),
});

export interface ExtensionConfigSpec extends Static<typeof ExtensionConfigSpecSchema> {}

/** GroupVersionHook is to be described. */
export const GroupVersionHookSchema = object({
  apiVersion: string({ minLength: 1, maxLength: 512, description: 'apiVersion is to be described.' }),
  hook: string({ minLength: 1, maxLength: 256, description: 'hook is to be described.' }),
});

export interface GroupVersionHook extends Static<typeof GroupVersionHookSchema> {}

/** ExtensionHandler is to be described. */
export const ExtensionHandlerSchema = object({
  name: string({ minLength: 1, maxLength: 512, description: 'name is to be described.' }),
  requestHook: described(GroupVersionHookSchema, 'requestHook is to be described.'),
  timeoutSeconds: optional(int32({ minimum: 1, description: 'timeoutSeconds is to be described.' })),
  failurePolicy: optional(enumeration(['Ignore', 'Fail'], { description: 'failurePolicy is to be described.' })),
});

export interface ExtensionHandler extends Static<typeof ExtensionHandlerSchema> {}

/** ExtensionConfigStatus is to be described. */
export const ExtensionConfigStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  handlers: optional(listMap(['name'], ExtensionHandlerSchema, { maxItems: 512, description: 'handlers is to be described.' })),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface ExtensionConfigStatus extends Static<typeof ExtensionConfigStatusSchema> {}

export const ExtensionConfigSchema = kubeObject({
  spec: described(ExtensionConfigSpecSchema, 'spec is to be described.'),
  status: optional(described(ExtensionConfigStatusSchema, 'status is to be described.')),
}, { description: 'ExtensionConfig is to be described.' });

/** ExtensionConfig is to be described. */
export interface ExtensionConfig extends KubeObject {
  spec: ExtensionConfigSpec;
  status?: ExtensionConfigStatus;
}
