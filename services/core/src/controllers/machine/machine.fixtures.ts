import type { Condition, OwnerReference, UnstructuredObject } from '@clusterwright/api';
import type { Cluster, Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import type { Node, Pod } from '@clusterwright/api/kubernetes';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import type { WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { FakeNodeCache } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import type { FoundObject, MachineScope } from './machine.scope.ts';

export const now = new Date('2026-11-21T12:00:00Z');
export const earlier = '2026-11-21T11:00:00Z';

type Change<T> = { readonly metadata?: Partial<Machine['metadata']>; readonly spec?: Partial<T extends { spec?: infer S } ? S : never>; readonly status?: T extends { status?: infer S } ? S : never };

function merge<T extends object>(base: T, change: Change<T>): T {
  const parts = base as { metadata?: object; spec?: object; status?: object };
  return { ...base, metadata: { ...parts.metadata, ...change.metadata }, spec: { ...parts.spec, ...change.spec }, ...(change.status ?? parts.status ? { status: change.status ?? parts.status } : {}) };
}

export function condition(type: string, status: Condition['status'], reason = type, change: Partial<Condition> = {}): Condition {
  return { type, status, reason, message: '', lastTransitionTime: earlier, ...change };
}

export const machineSetOwner: OwnerReference = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'ms', uid: 'uid-ms', controller: true, blockOwnerDeletion: true };

export function aMachine(change: Change<Machine> = {}): Machine {
  return merge<Machine>(
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Machine',
      metadata: { name: 'm', namespace: 'default', uid: 'uid-m', generation: 1, labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [machineSetOwner], finalizers: ['machine.cluster.x-k8s.io'] },
      spec: {
        clusterName: 'c',
        version: 'v1.36.3',
        bootstrap: { configRef: { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name: 'm' } },
        infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name: 'm' },
      },
    },
    change,
  );
}

/** A Machine that has a Node and runs. */
export function aRunningMachine(change: Change<Machine> = {}): Machine {
  const { bootstrap, ...spec } = aMachine().spec;
  return aMachine({
    metadata: change.metadata ?? {},
    spec: { ...spec, bootstrap: { ...bootstrap, dataSecretName: 'm' }, providerID: 'in-memory://m', ...change.spec },
    status: { initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true }, nodeRef: { name: 'n' }, phase: 'Running', ...change.status },
  });
}

export function aCluster(change: Change<Cluster> = {}): Cluster {
  return merge<Cluster>(
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Cluster',
      metadata: { name: 'c', namespace: 'default', uid: 'uid-c' },
      spec: { controlPlaneRef: { apiGroup: 'controlplane.cluster.x-k8s.io', kind: 'KubeadmControlPlane', name: 'cp' } },
      status: { initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true }, conditions: [condition('ControlPlaneInitialized', 'True', 'Initialized')] },
    },
    change,
  );
}

export function aMachineSet(change: Change<MachineSet> = {}): MachineSet {
  const { bootstrap, infrastructureRef, version } = aMachine().spec;
  const template = { spec: { clusterName: 'c', version, bootstrap: { configRef: { ...bootstrap.configRef, name: 'bt' } }, infrastructureRef: { ...infrastructureRef, name: 'it' } } };
  // The template of the fixture has all that the type asks for; its metadata is left out on purpose.
  const spec = { clusterName: 'c', selector: {}, template } as unknown as MachineSet['spec'];
  return merge<MachineSet>({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', metadata: { name: 'ms', namespace: 'default', uid: 'uid-ms', creationTimestamp: earlier, labels: { 'cluster.x-k8s.io/deployment-name': 'md' } }, spec }, change);
}

export function aMachineDeployment(change: Change<MachineDeployment> = {}): MachineDeployment {
  const spec = { clusterName: 'c', selector: {}, template: aMachineSet().spec.template } as unknown as MachineDeployment['spec'];
  return merge<MachineDeployment>({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDeployment', metadata: { name: 'md', namespace: 'default', uid: 'uid-md' }, spec }, change);
}

export function external(kind: string, change: { metadata?: object; spec?: Record<string, unknown>; status?: Record<string, unknown> } = {}): UnstructuredObject {
  const group = kind === 'KubeadmConfig' ? 'bootstrap' : kind === 'DevMachine' ? 'infrastructure' : 'controlplane';
  const owner: OwnerReference = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name: 'm', uid: 'uid-m', controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: `${group}.cluster.x-k8s.io/v1beta2`,
    kind,
    metadata: { name: kind === 'KubeadmControlPlane' ? 'cp' : 'm', namespace: 'default', uid: `uid-${kind}`, labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ...(kind === 'KubeadmControlPlane' ? {} : { ownerReferences: [owner] }), ...change.metadata },
    ...(change.spec ? { spec: change.spec } : {}),
    ...(change.status ? { status: change.status } : {}),
  };
}

export function found(object: UnstructuredObject, contract: FoundObject['contract'] = 'v1beta2'): FoundObject {
  const [group = '', version = ''] = object.apiVersion.split('/');
  return { kind: 'found', object, contract, resource: { group, version, kind: object.kind, plural: `${object.kind.toLowerCase()}s`, namespaced: true } };
}

export const provisionedInfra = { spec: { providerID: 'in-memory://m' }, status: { initialization: { provisioned: true }, conditions: [condition('Ready', 'True', 'Ready')] } };
export const createdConfig = { status: { initialization: { dataSecretCreated: true }, dataSecretName: 'm', conditions: [condition('Ready', 'True', 'Ready')] } };

export function aNode(change: Change<Node> & { readonly kubeletVersion?: string; readonly conditions?: readonly [string, string, string?][] } = {}): Node {
  const conditions = (change.conditions ?? [['Ready', 'True'], ['MemoryPressure', 'False'], ['DiskPressure', 'False'], ['PIDPressure', 'False']]).map(([type, status, message]) => ({ type, status, message, lastTransitionTime: earlier }));
  const { conditions: _, kubeletVersion = 'v1.36.3', ...rest } = change;
  return merge<Node>({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', uid: 'uid-n', resourceVersion: '7' }, spec: { providerID: 'in-memory://m' }, status: { conditions, nodeInfo: { kubeletVersion } as never } }, rest);
}

export function aPod(name: string, change: { metadata?: Partial<Pod['metadata']>; spec?: object; status?: object } = {}): Pod {
  const owner: OwnerReference = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'uid-rs', controller: true };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'apps', uid: `uid-${name}`, ownerReferences: [owner], ...change.metadata }, spec: { nodeName: 'n', containers: [], ...change.spec }, status: { phase: 'Running', ...change.status } };
}

export const disconnected: WorkloadConnection = { kind: 'disconnected', reason: 'connection to the workload cluster is down', probe: { lastSuccessTime: undefined, consecutiveFailures: 0 } };

export function connectedTo(workload: FakeClient, nodes: readonly Node[] = []): Extract<WorkloadConnection, { kind: 'connected' }> & { readonly cache: FakeNodeCache } {
  const cache = new FakeNodeCache(nodes);
  return { kind: 'connected', cluster: { client: workload.live, nodes: cache }, probe: { lastSuccessTime: now, consecutiveFailures: 0 }, cache };
}

/** What a pass sees of a worker that runs well. */
export function aScope(change: Partial<MachineScope> = {}): MachineScope {
  return {
    machine: aRunningMachine(),
    cluster: aCluster(),
    machineSet: undefined,
    machineDeployment: undefined,
    bootstrapConfig: found(external('KubeadmConfig', createdConfig)),
    infraMachine: found(external('DevMachine', provisionedInfra)),
    connection: connectedTo(new FakeClient(), [aNode()]),
    node: { kind: 'found', node: aNode() },
    peers: undefined,
    deletion: undefined,
    ...change,
  };
}

export const noFeatures: FeatureGates = { enabled: () => false };
export const allFeatures: FeatureGates = { enabled: () => true };
