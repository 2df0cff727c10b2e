import type { KubeObject } from '@clusterwright/api';
import type { KubeadmConfig, KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { Cluster, Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Secret } from '@clusterwright/api/kubernetes';
import type { ConfigOwner } from './config-owner.ts';

const namespace = 'default';
const labels = { 'cluster.x-k8s.io/cluster-name': 'c' };

export interface ClusterOptions {
  readonly provisioned?: boolean;
  readonly initialized?: boolean;
  readonly endpoint?: boolean;
  readonly controlPlaneRef?: boolean;
  readonly paused?: boolean;
}

/** A Cluster `c`; ready for machines to join unless told otherwise. */
export function aCluster(options: ClusterOptions = {}): Cluster {
  const { provisioned, initialized, endpoint, controlPlaneRef, paused } = { provisioned: true, initialized: true, endpoint: true, controlPlaneRef: true, paused: false, ...options };
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    metadata: { name: 'c', namespace, uid: 'cluster-uid' },
    spec: {
      ...(paused ? { paused } : {}),
      clusterNetwork: { serviceDomain: 'cluster.local', services: { cidrBlocks: ['10.128.0.0/12', 'fd00::/108'] }, pods: { cidrBlocks: ['192.168.0.0/16'] } },
      ...(endpoint ? { controlPlaneEndpoint: { host: '10.0.0.1', port: 6443 } } : {}),
      ...(controlPlaneRef ? { controlPlaneRef: { apiGroup: 'controlplane.cluster.x-k8s.io', kind: 'KubeadmControlPlane', name: 'c-cp' } } : {}),
    },
    status: {
      initialization: { infrastructureProvisioned: provisioned },
      conditions: [{ type: 'ControlPlaneInitialized', status: initialized ? 'True' : 'False', reason: initialized ? 'Initialized' : 'NotInitialized', message: '', lastTransitionTime: '2026-11-21T11:00:00Z' }],
    },
  };
}

export interface MachineOptions {
  readonly name?: string;
  readonly controlPlane?: boolean;
  readonly nodeRef?: boolean;
  readonly dataSecretName?: string;
  readonly version?: string;
}

/** A worker Machine of `c` with a config of the same name. */
export function aMachine({ name = 'm', controlPlane = false, nodeRef = false, dataSecretName, version = 'v1.36.3' }: MachineOptions = {}): Machine {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name, namespace, uid: `${name}-machine-uid`, labels: { ...labels, ...(controlPlane ? { 'cluster.x-k8s.io/control-plane': '' } : {}) } },
    spec: {
      clusterName: 'c',
      version,
      bootstrap: { configRef: { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name }, ...(dataSecretName ? { dataSecretName } : {}) },
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name },
    },
    ...(nodeRef ? { status: { nodeRef: { name: `${name}-node` } } } : {}),
  };
}

/** A MachinePool of one replica with a config of the same name. */
export function aMachinePool({ joined = false }: { readonly joined?: boolean } = {}): MachinePool {
  const { spec } = aMachine({ name: 'mp' });
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachinePool',
    metadata: { name: 'mp', namespace, uid: 'mp-uid', labels },
    spec: { clusterName: 'c', replicas: 1, template: { spec } },
    status: { nodeRefs: joined ? [{ name: 'n' }] : [] },
  };
}

export interface ConfigOptions {
  readonly spec?: KubeadmConfigSpec;
  readonly status?: KubeadmConfig['status'];
  readonly owner?: KubeObject;
}

/** The config of a Machine, as its MachineSet or control plane creates it. */
export function aConfig({ spec = {}, status, owner = aMachine() }: ConfigOptions = {}): KubeadmConfig {
  const { name, uid = '' } = owner.metadata;
  return {
    apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2',
    kind: 'KubeadmConfig',
    metadata: {
      name,
      namespace,
      uid: `${name}-config-uid`,
      generation: 1,
      labels,
      ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec,
    ...(status ? { status } : {}),
  };
}

export function anOwner(object: Machine | MachinePool = aMachine()): ConfigOwner {
  return object.kind === 'MachinePool' ? { kind: 'MachinePool', object: object as MachinePool } : { kind: 'Machine', object: object as Machine };
}

export const encoded = (text: string): string => Buffer.from(text).toString('base64');
export const decoded = (text: string | undefined): string => Buffer.from(text ?? '', 'base64').toString();

/** A Secret of the cluster with both halves of a pair. */
export function aCertificateSecret(purpose: string, cert: string, key = 'KEY\n'): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `c-${purpose}`, namespace, labels },
    type: 'cluster.x-k8s.io/secret',
    data: { 'tls.crt': encoded(cert), 'tls.key': encoded(key) },
  };
}
