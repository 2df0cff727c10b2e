import type { Condition, ConditionStatus, ObjectMeta } from '@clusterwright/api';
import type { Cluster, Machine, MachineDeployment, MachineDeploymentSpec, MachineDeploymentStatus, MachineSet, MachineSetSpec, MachineSetStatus, MachineSpec, MachineStatus, MachineTemplateSpec } from '@clusterwright/api/core/v1beta2';

const apiVersion = 'cluster.x-k8s.io/v1beta2';

export const bootstrapRef = { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfigTemplate', name: 'md' };
export const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 'md' };
const ownLabels = { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/deployment-name': 'md' };

type Overrides<Spec, Status = never> = { readonly metadata?: Partial<ObjectMeta>; readonly spec?: Partial<Spec>; readonly status?: Status | undefined };

export function aCluster({ metadata, spec }: Overrides<Cluster['spec']> = {}): Cluster {
  return { apiVersion, kind: 'Cluster', metadata: { name: 'c', namespace: 'ns', uid: 'uid-c', ...metadata }, spec: { ...spec } };
}

export function aTemplate(spec: Partial<MachineSpec> = {}, metadata: MachineTemplateSpec['metadata'] = { labels: { ...ownLabels } }): MachineTemplateSpec {
  return { metadata, spec: { clusterName: 'c', version: 'v1.36.3', bootstrap: { configRef: bootstrapRef }, infrastructureRef, ...spec } };
}

export function aMachineDeployment({ metadata, spec, status }: Overrides<MachineDeploymentSpec, MachineDeploymentStatus> = {}): MachineDeployment {
  return {
    apiVersion,
    kind: 'MachineDeployment',
    metadata: { name: 'md', namespace: 'ns', uid: 'uid-md', generation: 1, ...metadata },
    spec: {
      clusterName: 'c',
      replicas: 3,
      rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
      selector: { matchLabels: { ...ownLabels } },
      template: aTemplate(),
      ...spec,
    },
    ...(status ? { status } : {}),
  };
}

/** A MachineSet of the MachineDeployment above; its hash is its name. */
export function aMachineSet({ metadata, spec, status }: Overrides<MachineSetSpec, MachineSetStatus> = {}): MachineSet {
  const name = metadata?.name ?? 'md-old';
  const labels = { ...ownLabels, 'machine-template-hash': name };
  return {
    apiVersion,
    kind: 'MachineSet',
    metadata: {
      name,
      namespace: 'ns',
      uid: `uid-${name}`,
      generation: 1,
      creationTimestamp: '2026-11-21T11:00:00Z',
      labels,
      finalizers: ['cluster.x-k8s.io/machineset'],
      ownerReferences: [{ apiVersion, kind: 'MachineDeployment', name: 'md', uid: 'uid-md', controller: true, blockOwnerDeletion: true }],
      ...metadata,
    },
    spec: { clusterName: 'c', replicas: 3, selector: { matchLabels: { ...labels } }, template: aTemplate({}, { labels: { ...labels } }), ...spec },
    ...(status ? { status } : {}),
  };
}

export function aCondition(type: string, status: ConditionStatus, { reason = 'Any', message = '', lastTransitionTime = '2026-11-21T11:30:00Z' }: Partial<Condition> = {}): Condition {
  return { type, status, reason, message, lastTransitionTime };
}

/** A Machine of a MachineSet of the above; conditions given as `{ Ready: 'True' }`. */
export function aMachine({ metadata, spec, status, conditions = {} }: Overrides<MachineSpec, MachineStatus> & { readonly conditions?: Readonly<Record<string, ConditionStatus>> } = {}): Machine {
  const name = metadata?.name ?? 'md-old-1';
  const listed = Object.entries(conditions).map(([type, value]) => aCondition(type, value));
  return {
    apiVersion,
    kind: 'Machine',
    metadata: {
      name,
      namespace: 'ns',
      uid: `uid-${name}`,
      creationTimestamp: '2026-11-21T11:00:00Z',
      labels: { ...ownLabels },
      ownerReferences: [{ apiVersion, kind: 'MachineSet', name: 'md-old', uid: 'uid-md-old', controller: true, blockOwnerDeletion: true }],
      finalizers: ['machine.cluster.x-k8s.io'],
      ...metadata,
    },
    spec: {
      clusterName: 'c',
      version: 'v1.36.3',
      bootstrap: { configRef: { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name } },
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name },
      ...spec,
    },
    ...(status || listed.length > 0 ? { status: { ...status, ...(listed.length > 0 ? { conditions: listed } : {}) } } : {}),
  };
}
