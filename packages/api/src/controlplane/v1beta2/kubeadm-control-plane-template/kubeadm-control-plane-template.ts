import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { KubeadmControlPlaneTemplate } from './kubeadm-control-plane-template.schema.ts';

export const KubeadmControlPlaneTemplates: Resource<KubeadmControlPlaneTemplate> = {
  group: 'controlplane.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmControlPlaneTemplate',
  plural: 'kubeadmcontrolplanetemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const kubeadmControlPlaneTemplateHead = crdHead({
  resource: KubeadmControlPlaneTemplates,
  shortNames: [],
  status: false,
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.metadata.ownerReferences[?(@.kind=="ClusterClass")].name' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
