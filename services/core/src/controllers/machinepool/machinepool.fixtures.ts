import type { Condition, KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import type { Cluster, Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import type { WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { FakeNodeCache } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import type { FoundObject } from '../shared/observed-object.scope.ts';
import type { MachinePoolScope } from './machinepool.scope.ts';

export const now = new Date('2026-11-21T12:00:00Z');
export const earlier = '2026-11-21T11:00:00Z';

const apiVersion = 'cluster.x-k8s.io/v1beta2';
const kindOf = (group: string, kind: string): Resource<UnstructuredObject> => ({ group: `${group}.cluster.x-k8s.io`, version: 'v1beta2', kind, plural: `${kind.toLowerCase()}s`, namespaced: true });
export const KubeadmConfigs = kindOf('bootstrap', 'KubeadmConfig');
export const FooMachinePools = kindOf('infrastructure', 'FooMachinePool');
export const FooMachines = kindOf('infrastructure', 'FooMachine');

export const clusterLabel = { 'cluster.x-k8s.io/cluster-name': 'c' };
export const poolLabel = { 'cluster.x-k8s.io/pool-name': 'p', ...clusterLabel };
export const poolOwner = { apiVersion, kind: 'MachinePool', name: 'p', uid: 'uid-p', controller: true, blockOwnerDeletion: true };

interface Change<Spec extends object, Status = never> {
  readonly metadata?: Partial<KubeObject['metadata']>;
  readonly spec?: Partial<Spec>;
  readonly status?: Status | undefined;
}

export function aMachinePool({ metadata, spec, status }: Change<MachinePool['spec'], MachinePool['status']> = {}): MachinePool {
  const template: MachinePool['spec']['template'] = {
    spec: {
      clusterName: 'c',
      version: 'v1.36.3',
      bootstrap: { configRef: { apiGroup: KubeadmConfigs.group, kind: KubeadmConfigs.kind, name: 'p' } },
      infrastructureRef: { apiGroup: FooMachinePools.group, kind: FooMachinePools.kind, name: 'p' },
    },
  };
  return {
    apiVersion,
    kind: 'MachinePool',
    metadata: { name: 'p', namespace: 'ns', uid: 'uid-p', generation: 1, labels: clusterLabel, finalizers: ['machinepool.cluster.x-k8s.io'], ...metadata },
    spec: { clusterName: 'c', replicas: 2, template, ...spec },
    ...(status ? { status } : {}),
  };
}

/** The pool with another template of its instances. */
export function withTemplate({ spec: { template } }: MachinePool, change: Partial<MachinePool['spec']['template']['spec']>): MachinePool['spec']['template'] {
  return { ...template, spec: { ...template.spec, ...change } };
}

export function aCluster(metadata: Partial<Cluster['metadata']> = {}): Cluster {
  return { apiVersion, kind: 'Cluster', metadata: { name: 'c', namespace: 'ns', uid: 'uid-c', ...metadata }, spec: {} };
}

export function aMachine(name: string, { metadata, spec, conditions = {}, kubeletVersion }: Change<Machine['spec']> & { readonly conditions?: Readonly<Record<string, Condition['status']>>; readonly kubeletVersion?: string } = {}): Machine {
  const list = Object.entries(conditions).map(([type, status]): Condition => ({ type, status, reason: type, message: '', lastTransitionTime: earlier }));
  return {
    apiVersion,
    kind: 'Machine',
    metadata: { name, namespace: 'ns', uid: `uid-${name}`, labels: poolLabel, ownerReferences: [poolOwner], finalizers: ['machine.cluster.x-k8s.io'], ...metadata },
    spec: { clusterName: 'c', bootstrap: { dataSecretName: '' }, infrastructureRef: { apiGroup: FooMachines.group, kind: FooMachines.kind, name }, ...spec },
    // Only the version matters of what a Node says of itself.
    status: { conditions: list, ...(kubeletVersion ? { nodeInfo: { kubeletVersion } as never } : {}) },
  };
}

export function anObject({ group, version, kind }: Resource<UnstructuredObject>, name: string, { metadata, ...rest }: { readonly metadata?: Partial<KubeObject['metadata']>; readonly spec?: Record<string, unknown>; readonly status?: Record<string, unknown> } = {}): UnstructuredObject {
  return { apiVersion: `${group}/${version}`, kind, metadata: { name, namespace: 'ns', uid: `uid-${kind}-${name}`, ...metadata }, ...rest };
}

export function anInfraMachine(name: string, metadata: Partial<KubeObject['metadata']> = {}): UnstructuredObject {
  return anObject(FooMachines, name, { metadata: { labels: poolLabel, ...metadata }, spec: { providerID: idOf(name) } });
}

export const idOf = (name: string): string => `foo:///${name}`;

export function found(resource: Resource<UnstructuredObject>, content: Parameters<typeof anObject>[2] = {}, contract: FoundObject['contract'] = 'v1beta2'): FoundObject {
  return { kind: 'found', resource, contract, object: anObject(resource, 'p', content) };
}

export const readyConfig = { status: { initialization: { dataSecretCreated: true }, dataSecretName: 'data', conditions: [{ type: 'Ready', status: 'True', reason: 'Ready', message: '', lastTransitionTime: earlier }] } };
/** A pool of two instances that has a Machine for each. */
export const readyInfra = { spec: { providerIDList: [idOf('a'), idOf('b')] }, status: { initialization: { provisioned: true }, replicas: 2, infrastructureMachineKind: 'FooMachine' } };

export function aNode(name: string, { metadata, spec, ready = 'True', since = earlier, kubeletVersion = 'v1.36.3' }: Change<NonNullable<Node['spec']>> & { readonly ready?: string; readonly since?: string | undefined; readonly kubeletVersion?: string } = {}): Node {
  const condition = { type: 'Ready', status: ready, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, uid: `uid-${name}`, resourceVersion: '7', ...metadata }, spec: { providerID: idOf(name), ...spec }, status: { conditions: [condition], nodeInfo: { kubeletVersion } as never } };
}

export const refTo = (name: string) => ({ apiVersion: 'v1', kind: 'Node', name, uid: `uid-${name}` });

export const disconnected: WorkloadConnection = { kind: 'disconnected', reason: 'connection to the workload cluster is down', probe: { lastSuccessTime: undefined, consecutiveFailures: 0 } };

export function connectedTo(nodes: readonly Node[] = [], workload = new FakeClient({ objects: nodes })): Extract<WorkloadConnection, { kind: 'connected' }> {
  return { kind: 'connected', cluster: { client: workload.live, nodes: new FakeNodeCache(nodes) }, probe: { lastSuccessTime: now, consecutiveFailures: 0 } };
}

/** What a pass sees of a pool of two instances without Nodes. */
export function aScope(change: Partial<MachinePoolScope> = {}): MachinePoolScope {
  return {
    machinePool: aMachinePool(),
    cluster: aCluster(),
    bootstrapConfig: found(KubeadmConfigs, readyConfig),
    infraMachinePool: found(FooMachinePools, readyInfra),
    infraMachines: { kind: 'listed', objects: [anInfraMachine('a'), anInfraMachine('b')] },
    machines: [],
    namesakes: [],
    connection: connectedTo(),
    nodes: { kind: 'unknown' },
    ...change,
  };
}
