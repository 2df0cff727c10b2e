import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { KubeadmConfigTemplate } from './kubeadm-config-template.schema.ts';

export const KubeadmConfigTemplates: Resource<KubeadmConfigTemplate> = {
  group: 'bootstrap.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmConfigTemplate',
  plural: 'kubeadmconfigtemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const kubeadmConfigTemplateHead = crdHead({
  resource: KubeadmConfigTemplates,
  shortNames: [],
  status: false,
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="ClusterClass")].name' },
    { name: 'Cluster', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="Cluster")].name' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
