import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import type { DevMachine } from '@clusterwright/api/infrastructure/v1beta2';
import type { Secret } from '@clusterwright/api/kubernetes';

const labels = { 'cluster.x-k8s.io/cluster-name': 'c' };
const controlPlane = { 'cluster.x-k8s.io/control-plane': '' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

export interface MachineTraits {
  readonly name?: string;
  readonly isControlPlane?: boolean;
}

/** A DevMachine `m` of Cluster `ns/c`. */
export function aDevMachine({ name = 'm', isControlPlane = false }: MachineTraits = {}, inMemory: NonNullable<DevMachine['spec']['backend']['inMemory']> = {}): DevMachine {
  return {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'DevMachine',
    metadata: {
      name, namespace: 'ns', uid: `uid-${name}`, generation: 1, resourceVersion: '1', labels: { ...labels, ...(isControlPlane && controlPlane) },
      ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name, uid: `machine-${name}`, controller: true }],
    },
    spec: { backend: { inMemory } },
  };
}

/** Its Machine, with bootstrap data. */
export function aMachine({ name = 'm', isControlPlane = false }: MachineTraits = {}, spec: Partial<Machine['spec']> = {}): Machine {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name, namespace: 'ns', uid: `machine-${name}`, labels: { ...labels, ...(isControlPlane && controlPlane) } },
    spec: {
      clusterName: 'c', version: 'v1.36.3', bootstrap: { dataSecretName: 'data' },
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name }, ...spec,
    },
  };
}

/** Its Cluster, with infrastructure and an initialized control plane. */
export function aCluster(initialization: object = { infrastructureProvisioned: true, controlPlaneInitialized: true }, spec: Partial<Cluster['spec']> = {}): Cluster {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    metadata: { name: 'c', namespace: 'ns', uid: 'uid-c' },
    spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'dc' }, ...spec },
    status: { initialization },
  };
}

/** The Secret `c-<purpose>` of an authority. */
export function anAuthority(purpose: 'ca' | 'etcd', data: Record<string, string> = { 'tls.crt': 'certificate', 'tls.key': 'key' }): Secret {
  return {
    apiVersion: 'v1', kind: 'Secret', metadata: { name: `c-${purpose}`, namespace: 'ns', labels },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
  };
}
