import type { Condition, ConditionStatus, KubeObject, UnstructuredObject } from '@clusterwright/api';
import type { KubeadmConfig, KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane, KubeadmControlPlaneSpec } from '@clusterwright/api/controlplane/v1beta2';
import type { Cluster, Machine, MachineSpec, MachineStatus } from '@clusterwright/api/core/v1beta2';
import type { Node, Pod } from '@clusterwright/api/kubernetes';
import type { EtcdMember } from '../../ports/etcd-client.ts';
import type { ControlPlaneMachine, UpToDateResult } from './control-plane-machine.plan.ts';
import type { ControlPlaneScope } from './kubeadmcontrolplane.scope.ts';

export const now = new Date('2026-11-21T12:00:00Z');
export const longAgo = '2026-11-21T10:00:00Z';

export function aCluster(over: { spec?: Partial<Cluster['spec']>; status?: Cluster['status']; metadata?: Partial<Cluster['metadata']> } = {}): Cluster {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    metadata: { name: 'c', namespace: 'ns', uid: 'c-uid', resourceVersion: '1', ...over.metadata },
    spec: {
      controlPlaneEndpoint: { host: '10.0.0.1', port: 6443 },
      controlPlaneRef: { apiGroup: 'controlplane.cluster.x-k8s.io', kind: 'KubeadmControlPlane', name: 'cp' },
      ...over.spec,
    },
    status: over.status ?? { initialization: { infrastructureProvisioned: true } },
  };
}

const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 't' };

export function aControlPlane(over: { spec?: Partial<KubeadmControlPlaneSpec>; status?: KubeadmControlPlane['status']; metadata?: Partial<KubeadmControlPlane['metadata']> } = {}): KubeadmControlPlane {
  return {
    apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2',
    kind: 'KubeadmControlPlane',
    metadata: {
      name: 'cp',
      namespace: 'ns',
      uid: 'cp-uid',
      resourceVersion: '1',
      generation: 1,
      labels: { 'cluster.x-k8s.io/cluster-name': 'c' },
      ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'c-uid' }],
      ...over.metadata,
    },
    spec: { replicas: 3, version: 'v1.36.3', machineTemplate: { spec: { infrastructureRef } }, rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } }, ...over.spec },
    ...(over.status ? { status: over.status } : {}),
  };
}

export function aTemplate(): UnstructuredObject {
  return { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachineTemplate', metadata: { name: 't', namespace: 'ns', uid: 't-uid', resourceVersion: '1' }, spec: { template: { spec: { backend: { inMemory: {} } } } } };
}

export function aCondition(type: string, status: ConditionStatus = 'True', over: Partial<Condition> = {}): Condition {
  return { type, status, reason: status === 'True' ? 'Fine' : 'Broken', message: status === 'True' ? '' : `${type} is broken`, lastTransitionTime: longAgo, ...over };
}

const healthTypes = ['APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy', 'EtcdPodHealthy', 'EtcdMemberHealthy'];

/** All health conditions of a Machine, true but for those named. */
export function healthConditions(broken: Readonly<Record<string, ConditionStatus>> = {}): Condition[] {
  return healthTypes.map((type) => aCondition(type, broken[type] ?? 'True'));
}

export interface MachineOptions {
  readonly spec?: Partial<MachineSpec>;
  readonly status?: MachineStatus;
  readonly metadata?: Partial<KubeObject['metadata']>;
  /** Health conditions; default all true. */
  readonly conditions?: readonly Condition[];
  /** Default: named as the Machine; the empty string for none. */
  readonly nodeName?: string;
  readonly deleting?: boolean;
}

/** A Machine of the control plane, complete and healthy unless told otherwise. */
export function aMachine(name: string, { spec, status, metadata, conditions = healthConditions(), nodeName = name, deleting = false }: MachineOptions = {}): Machine {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: {
      name,
      namespace: 'ns',
      uid: `${name}-uid`,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: longAgo,
      labels: { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/control-plane': '', 'cluster.x-k8s.io/control-plane-name': 'cp' },
      annotations: { 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup': '' },
      ownerReferences: [{ apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'cp-uid', controller: true, blockOwnerDeletion: true }],
      ...(deleting ? { deletionTimestamp: '2026-11-21T11:59:00Z' } : {}),
      ...metadata,
    },
    spec: {
      clusterName: 'c',
      version: 'v1.36.3',
      providerID: `dev://${name}`,
      bootstrap: { configRef: { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name }, dataSecretName: name },
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name },
      ...spec,
    },
    status: { ...(nodeName === '' ? {} : { nodeRef: { name: nodeName } }), conditions: [...conditions], ...status },
  };
}

export const upToDate: UpToDateResult = { isUpToDate: true, logMessages: [], conditionMessages: [], eligibleForInPlaceUpdate: false };
export const outdated: UpToDateResult = { isUpToDate: false, logMessages: ['old'], conditionMessages: ['Version v1.35.0, v1.36.3 required'], eligibleForInPlaceUpdate: true };

export function aMember(name: string, options: MachineOptions & { readonly upToDate?: UpToDateResult; readonly kubeadmConfig?: KubeadmConfig; readonly infraMachine?: ControlPlaneMachine['infraMachine'] } = {}): ControlPlaneMachine {
  return { machine: aMachine(name, options), kubeadmConfig: options.kubeadmConfig, infraMachine: options.infraMachine, upToDate: options.upToDate ?? upToDate };
}

export function aKubeadmConfig(name: string, spec: KubeadmConfigSpec = {}, metadata: Partial<KubeObject['metadata']> = {}): KubeadmConfig {
  return {
    apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2',
    kind: 'KubeadmConfig',
    metadata: { name, namespace: 'ns', uid: `${name}-config-uid`, resourceVersion: '1', labels: { 'cluster.x-k8s.io/control-plane': '' }, ...metadata },
    spec,
  };
}

export function anInfraMachine(name: string, metadata: Partial<KubeObject['metadata']> = {}): UnstructuredObject {
  return {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'DevMachine',
    metadata: {
      name,
      namespace: 'ns',
      uid: `${name}-infra-uid`,
      resourceVersion: '1',
      annotations: { 'cluster.x-k8s.io/cloned-from-name': 't', 'cluster.x-k8s.io/cloned-from-groupkind': 'DevMachineTemplate.infrastructure.cluster.x-k8s.io' },
      ...metadata,
    },
  };
}

export function aNode(name: string, over: { labels?: Record<string, string>; taints?: { key: string; effect: string }[]; ready?: string; created?: string } = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, creationTimestamp: over.created ?? longAgo, labels: over.labels ?? { 'node-role.kubernetes.io/control-plane': '' } },
    spec: { providerID: `dev://${name}`, taints: over.taints ?? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    status: { conditions: [{ type: 'Ready', status: over.ready ?? 'True' }] },
  };
}

export function aPod(name: string, status: Pod['status'] = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'kube-system' }, status };
}

/** The four static Pods of a Node, all running. */
export function podsOf(nodeName: string): Pod[] {
  return ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map((component) => aPod(`${component}-${nodeName}`));
}

export function anEtcdMember(name: string, over: Partial<EtcdMember> = {}): EtcdMember {
  return { id: BigInt(Array.from(name).reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7)), name, isLearner: false, ...over };
}

export function aScope(over: Partial<ControlPlaneScope> = {}): ControlPlaneScope {
  return {
    controlPlane: aControlPlane(),
    cluster: aCluster(),
    now,
    machines: [],
    adoptable: [],
    infraTemplate: { kind: 'unset' },
    connection: { kind: 'disconnected', reason: 'down', probe: { lastSuccessTime: undefined, consecutiveFailures: 0 } },
    initialized: false,
    certificates: { kind: 'unchecked' },
    health: undefined,
    machineWriteError: undefined,
    remediationError: undefined,
    remediationLookAgainMs: undefined,
    remediationEnded: false,
    preflight: undefined,
    outdatedMachines: undefined,
    creationFailure: undefined,
    deletion: undefined,
    stepsDone: 0,
    ...over,
  };
}
