/** The kinds of the group runtime.cluster.x-k8s.io, version v1beta2. */
export { ExtensionConfigs } from './v1beta2/extension-config/extension-config.ts';
export { extensionConfigConditions, type ExtensionConfigConditions } from './v1beta2/extension-config/extension-config.conditions.ts';
export type {
  ServiceReference,
  ClientConfig,
  ExtensionConfigSpec,
  GroupVersionHook,
  ExtensionHandler,
  ExtensionConfigStatus,
  ExtensionConfig,
} from './v1beta2/extension-config/extension-config.schema.ts';
