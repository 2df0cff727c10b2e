import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { KubeadmConfig } from './kubeadm-config.schema.ts';

export const KubeadmConfigs: Resource<KubeadmConfig> = {
  group: 'bootstrap.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmConfig',
  plural: 'kubeadmconfigs',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const kubeadmConfigHead = crdHead({
  resource: KubeadmConfigs,
  shortNames: [],
  status: true,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: `.metadata.labels['cluster\\.x-k8s\\.io/cluster-name']` },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Data secret created', type: 'string', jsonPath: '.status.initialization.dataSecretCreated' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
