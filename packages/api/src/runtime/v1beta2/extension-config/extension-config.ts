import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { ExtensionConfig } from './extension-config.schema.ts';

export const ExtensionConfigs: Resource<ExtensionConfig> = {
  group: 'runtime.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ExtensionConfig',
  plural: 'extensionconfigs',
  namespaced: false,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const extensionConfigHead = crdHead({
  resource: ExtensionConfigs,
  shortNames: ['ext'],
  status: true,
  columns: [
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Discovered', type: 'string', jsonPath: '.status.conditions[?(@.type=="Discovered")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
