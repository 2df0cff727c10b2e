/** Builders for tests of the ClusterResourceSet controller; every one takes what the test is about and fills in the rest. */
import { keyOf } from '@clusterwright/api';
import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import type { ClusterResourceSet, ClusterResourceSetBinding, ClusterResourceSetSpec, ResourceBinding, ResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { ConfigMap, Secret } from '@clusterwright/api/kubernetes';
import { ConfigMaps } from '@clusterwright/api/kubernetes';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import type { ClusterResourceSetDeps, ClusterResourceSetScope } from './clusterresourceset.scope.ts';
import { KindNotServedError } from './workload/api-discovery.ts';
import type { ApiDiscovery } from './workload/api-discovery.ts';

type Metadata = Partial<KubeObject['metadata']>;

export function aSet({ metadata, spec }: { metadata?: Metadata; spec?: Partial<ClusterResourceSetSpec> } = {}): ClusterResourceSet {
  return {
    apiVersion: 'addons.cluster.x-k8s.io/v1beta2',
    kind: 'ClusterResourceSet',
    metadata: { name: 'crs', namespace: 'ns', uid: 'crs-uid', generation: 1, ...metadata },
    spec: { clusterSelector: { matchLabels: { cni: 'x' } }, resources: [{ kind: 'ConfigMap', name: 'cm' }], strategy: 'ApplyOnce', ...spec },
  };
}

export const setOwner = { apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSet', name: 'crs', uid: 'crs-uid' } as const;

/** A Cluster that the ClusterResourceSet selects. */
export function aCluster(metadata: Metadata = {}): Cluster {
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'ns', uid: 'c-uid', labels: { cni: 'x' }, ...metadata }, spec: {} };
}

/** The manifest of a ConfigMap in the workload cluster. */
export function manifest(name: string, value = '1'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: kube-system\ndata:\n  value: "${value}"\n`;
}

export function aConfigMap({ name = 'cm', metadata = {}, data = { 'a.yaml': manifest('a') } }: { name?: string; data?: Record<string, string> | null; metadata?: Metadata } = {}): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ns', resourceVersion: '5', ...metadata }, ...(data ? { data } : {}) };
}

export function aSecret({ name = 'secret', type = 'addons.cluster.x-k8s.io/resource-set', text = manifest('s') }: { name?: string; type?: string; text?: string } = {}): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns', resourceVersion: '5' }, type, data: { 'a.yaml': Buffer.from(text).toString('base64') } };
}

export function bound({ kind = 'ConfigMap', name = 'cm', applied = true, hash }: Partial<ResourceBinding> = {}): ResourceBinding {
  return { kind, name, applied, ...(hash ? { hash } : {}), lastAppliedTime: '2026-11-20T00:00:00Z' };
}

export function aBinding(bindings: ResourceSetBinding[], metadata: Metadata = {}): ClusterResourceSetBinding {
  return {
    apiVersion: 'addons.cluster.x-k8s.io/v1beta2',
    kind: 'ClusterResourceSetBinding',
    metadata: { name: 'c', namespace: 'ns', uid: 'b-uid', resourceVersion: '9', ownerReferences: [setOwner], ...metadata },
    spec: { clusterName: 'c', bindings },
  };
}

export function aScope(parts: Partial<ClusterResourceSetScope> = {}): ClusterResourceSetScope {
  return { clusterResourceSet: aSet(), selection: { kind: 'selected', clusters: [aCluster()] }, resources: [], bindings: [], ownershipErrors: [], results: [], ...parts };
}

/** A workload cluster that serves ConfigMaps and nothing else. */
export const configMapsOnly: ApiDiscovery = {
  async resolve(_client, { apiVersion, kind }) {
    if (kind !== 'ConfigMap') throw new KindNotServedError(`no matches for kind "${kind}" in version "${apiVersion}"`);
    return ConfigMaps as Resource<KubeObject> as Resource<UnstructuredObject>;
  },
};

export interface World {
  readonly deps: ClusterResourceSetDeps;
  /** Management and workload cluster. */
  readonly client: FakeClient;
  readonly workload: FakeClient;
}

/** A management cluster with objects, and one workload cluster that every Cluster among them is connected to. */
export function aWorld(...objects: readonly KubeObject[]): World {
  const client = new FakeClient({ objects });
  const workload = new FakeClient();
  const workloadClusters = new FakeWorkloadClusters();
  for (const object of objects) if (object.kind === 'Cluster') workloadClusters.connect(keyOf(object), workload.live);
  return { deps: { client, workloadClusters, discovery: configMapsOnly }, client, workload };
}
