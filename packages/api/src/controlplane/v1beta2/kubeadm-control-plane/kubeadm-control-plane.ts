import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';

export const KubeadmControlPlanes: Resource<KubeadmControlPlane> = {
  group: 'controlplane.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'KubeadmControlPlane',
  plural: 'kubeadmcontrolplanes',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const kubeadmControlPlaneHead = crdHead({
  resource: KubeadmControlPlanes,
  shortNames: ['kcp'],
  status: true,
  scale: { statusReplicasPath: '.status.replicas', specReplicasPath: '.spec.replicas', labelSelectorPath: '.status.selector' },
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: `.metadata.labels['cluster\\.x-k8s\\.io/cluster-name']` },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Available', type: 'integer', jsonPath: '.status.availableReplicas' },
    { name: 'Up-to-date', type: 'integer', jsonPath: '.status.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Initialized', type: 'boolean', jsonPath: '.status.initialization.controlPlaneInitialized' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.version' },
  ],
});
