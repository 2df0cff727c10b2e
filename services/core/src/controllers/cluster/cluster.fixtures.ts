/** Builders for tests of the Cluster controller; every one takes what the test is about and fills in the rest. */
import type { Condition, Resource, UnstructuredObject } from '@clusterwright/api';
import type { Cluster, Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import type { ClusterScope, Descendants, FoundObject } from './cluster.scope.ts';

export const now = new Date('2026-11-21T12:00:00Z');

type Overrides<T extends { metadata: object; spec: object }> = { metadata?: Partial<T['metadata']>; spec?: Partial<T['spec']>; status?: T extends { status?: infer S } ? S : never };

export function aCluster({ metadata, spec, status }: Overrides<Cluster> = {}): Cluster {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    metadata: { name: 'c1', namespace: 'default', uid: 'c1-uid', generation: 2, ...metadata },
    spec: {
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooCluster', name: 'c1' },
      controlPlaneRef: { apiGroup: 'controlplane.cluster.x-k8s.io', kind: 'FooControlPlane', name: 'c1-cp' },
      ...spec,
    },
    ...(status ? { status } : {}),
  };
}

export const clusterOwner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c1', uid: 'c1-uid' } as const;
const clusterLabels = { 'cluster.x-k8s.io/cluster-name': 'c1' };

type Fields = { spec?: Record<string, unknown>; status?: Record<string, unknown>; metadata?: Partial<UnstructuredObject['metadata']> };

const fooClusters: Resource<UnstructuredObject> = { group: 'infrastructure.cluster.x-k8s.io', version: 'v1beta2', kind: 'FooCluster', plural: 'fooclusters', namespaced: true };
const fooControlPlanes: Resource<UnstructuredObject> = { group: 'controlplane.cluster.x-k8s.io', version: 'v1beta2', kind: 'FooControlPlane', plural: 'foocontrolplanes', namespaced: true };

function found(resource: Resource<UnstructuredObject>, name: string, { spec, status, metadata }: Fields): FoundObject {
  const object = { apiVersion: `${resource.group}/v1beta2`, kind: resource.kind, metadata: { name, namespace: 'default', uid: `${name}-uid`, resourceVersion: '7', labels: clusterLabels, ownerReferences: [clusterOwner], ...metadata }, spec: spec ?? {}, status: status ?? {} };
  return { kind: 'found', contract: 'v1beta2', object, resource };
}

/** An adopted InfraCluster. */
export function anInfraCluster(fields: Fields = {}): FoundObject {
  return found(fooClusters, 'c1', fields);
}

/** An adopted control plane object. */
export function aControlPlane(fields: Fields = {}): FoundObject {
  return found(fooControlPlanes, 'c1-cp', fields);
}

export function aCondition(type: string, status: Condition['status'], reason = 'Because', message = ''): Condition {
  return { type, status, reason, message, lastTransitionTime: '2026-11-21T11:00:00Z' };
}

export function aMachine({ name = 'm1', controlPlane = false, conditions = [], labels = {}, status = {}, metadata = {}, spec = {} }: {
  name?: string;
  controlPlane?: boolean;
  conditions?: Condition[];
  labels?: Record<string, string>;
  status?: Machine['status'];
  metadata?: Partial<Machine['metadata']>;
  spec?: Partial<Machine['spec']>;
} = {}): Machine {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: {
      name,
      namespace: 'default',
      uid: `${name}-uid`,
      creationTimestamp: '2026-11-21T11:00:00Z',
      labels: { ...clusterLabels, ...(controlPlane ? { 'cluster.x-k8s.io/control-plane': '' } : {}), ...labels },
      ...metadata,
    },
    spec: { clusterName: 'c1', bootstrap: { dataSecretName: 's' }, infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooMachine', name }, ...spec },
    status: { conditions, ...status },
  };
}

const template = { spec: { clusterName: 'c1', bootstrap: { dataSecretName: 's' }, infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooMachineTemplate', name: 't' } } };
type ScalableFields = { name?: string; replicas?: number; status?: MachineDeployment['status'] & MachineSet['status']; metadata?: Partial<MachineDeployment['metadata']> };

export function aMachineDeployment({ name = 'md', replicas = 3, status = {}, metadata = {} }: ScalableFields = {}): MachineDeployment {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineDeployment',
    metadata: { name, namespace: 'default', uid: `${name}-uid`, labels: clusterLabels, ownerReferences: [clusterOwner], ...metadata },
    spec: { clusterName: 'c1', replicas, selector: {}, template },
    status,
  };
}

/** Owned by a MachineDeployment unless the test says otherwise. */
export function aMachineSet({ name = 'ms', replicas = 3, status = {}, metadata = {} }: ScalableFields = {}): MachineSet {
  const ownerReferences = [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDeployment', name: 'md', uid: 'md-uid', controller: true }];
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    metadata: { name, namespace: 'default', uid: `${name}-uid`, labels: clusterLabels, ownerReferences, ...metadata },
    spec: { clusterName: 'c1', replicas, selector: {}, template },
    status,
  };
}

export function descendants(lists: Partial<Omit<Descendants, 'kind'>> = {}): Descendants {
  return { kind: 'listed', machineDeployments: [], machineSets: [], machinePools: [], controlPlaneMachines: [], workerMachines: [], ...lists };
}

/** A Cluster that has just been applied with an InfraCluster and a control plane that report nothing yet. */
export function aScope(parts: Partial<ClusterScope> = {}): ClusterScope {
  return {
    cluster: aCluster(),
    clusterClass: undefined,
    infraCluster: anInfraCluster(),
    controlPlane: aControlPlane(),
    descendants: descendants(),
    probe: { lastSuccessTime: undefined, consecutiveFailures: 0 },
    remoteConnectionGracePeriodMs: 50_000,
    waitsForDeleteHook: false,
    ...parts,
  };
}
