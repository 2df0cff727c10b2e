import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';
import { described, enumeration, int32, kubeObject, listMap, map, object, optional, string, unboundedString, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';

/** A Service in the management cluster. */
export const ServiceReferenceSchema = object({
  namespace: string({ minLength: 1, maxLength: 63, description: 'namespace is where the Service is.' }),
  name: string({ minLength: 1, maxLength: 63, description: 'name names the Service.' }),
  path: optional(string({ minLength: 1, maxLength: 512, description: 'path is put before the paths of the handlers.' })),
  port: optional(int32({ description: 'port is the port of the Service; 443 where absent.' })),
});

export interface ServiceReference extends Static<typeof ServiceReferenceSchema> {}

/** How to reach the extension; either a URL or a Service. */
export const ClientConfigSchema = object(
  {
    url: optional(string({ minLength: 1, maxLength: 512, description: 'url is the address of the extension, with scheme https; it excludes service.' })),
    service: optional(described(ServiceReferenceSchema, 'service is a Service that stands for the extension; it excludes url.')),
    caBundle: optional(
      string({
        format: 'byte',
        minLength: 1,
        maxLength: 51200,
        description: "caBundle is the CA, PEM in base64, that the extension's certificate is checked with.",
      }),
    ),
  },
  { minProperties: 1 },
);

export interface ClientConfig extends Static<typeof ClientConfigSchema> {}

/** How to reach a runtime extension, and where it is used. */
export const ExtensionConfigSpecSchema = object({
  clientConfig: described(ClientConfigSchema, 'clientConfig says how to reach the extension.'),
  namespaceSelector: optional(described(LabelSelectorSchema, 'namespaceSelector chooses the Namespaces in which the extension is called; all where absent.')),
  settings: optional(map(unboundedString(), { description: 'settings are sent with every call.' })),
});

export interface ExtensionConfigSpec extends Static<typeof ExtensionConfigSpecSchema> {}

/** A version of a hook. */
export const GroupVersionHookSchema = object({
  apiVersion: string({ minLength: 1, maxLength: 512, description: 'apiVersion is group and version of the hook.' }),
  hook: string({ minLength: 1, maxLength: 256, description: 'hook is the hook, such as BeforeClusterCreate.' }),
});

export interface GroupVersionHook extends Static<typeof GroupVersionHookSchema> {}

/** A handler that the extension offers. */
export const ExtensionHandlerSchema = object({
  name: string({
    minLength: 1,
    maxLength: 512,
    description: 'name is the unique name of the handler: its own name and the name of the ExtensionConfig, joined by a dot.',
  }),
  requestHook: described(GroupVersionHookSchema, 'requestHook is the hook that the handler serves.'),
  timeoutSeconds: optional(int32({ minimum: 1, description: 'timeoutSeconds is how long a call may take; 10 seconds where absent.' })),
  failurePolicy: optional(
    enumeration(['Ignore', 'Fail'], { description: 'failurePolicy is Fail, the default, or Ignore for handlers that may be unreachable.' }),
  ),
});

export interface ExtensionHandler extends Static<typeof ExtensionHandlerSchema> {}

/** What was observed of a runtime extension. */
export const ExtensionConfigStatusSchema = object(
  {
    conditions: optional(conditionList('conditions report the state of the object: Discovered and Paused.')),
    handlers: optional(listMap(['name'], ExtensionHandlerSchema, { maxItems: 512, description: 'handlers lists the handlers that were discovered.' })),
    deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
  },
  { minProperties: 1 },
);

export interface ExtensionConfigStatus extends Static<typeof ExtensionConfigStatusSchema> {}

export const ExtensionConfigSchema = kubeObject(
  {
    spec: described(ExtensionConfigSpecSchema, 'spec is what the ExtensionConfig should be.'),
    status: optional(described(ExtensionConfigStatusSchema, 'status is what was observed of the ExtensionConfig.')),
  },
  { description: 'ExtensionConfig registers a runtime extension.' },
);

/** ExtensionConfig registers a runtime extension. */
export interface ExtensionConfig extends KubeObject {
  spec: ExtensionConfigSpec;
  status?: ExtensionConfigStatus;
}
