import { validateMachine } from './machine.validation.ts';
import type { Machine } from './machine.schema.ts';

const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name: 'i' };
const options = { taintPropagation: true };

function aMachine(spec: Partial<Machine['spec']>, metadata: Partial<Machine['metadata']> = {}): Machine {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name: 'm', ...metadata },
    spec: { clusterName: 'c', bootstrap: { dataSecretName: 's' }, infrastructureRef, ...spec },
  };
}

const controlPlaneTaint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule', propagation: 'Always' } as const;

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: Machine;
  readonly previous?: Machine;
  readonly want: readonly (readonly [string, string])[];
}

const cases: readonly Case[] = [
  { name: 'a Secret with bootstrap data', why: 'bootstrap is done', next: aMachine({}), want: [] },
  { name: 'a bootstrap configuration', why: 'its provider writes the data', next: aMachine({ bootstrap: { configRef: { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name: 'b' } } }), want: [] },
  { name: 'neither', why: 'it could never start', next: aMachine({ bootstrap: {} }), want: [['spec.bootstrap', 'Required']] },
  { name: 'neither, with the label of a pool', why: 'the pool has the configuration', next: aMachine({ bootstrap: {} }, { labels: { 'cluster.x-k8s.io/pool-name': 'p' } }), want: [] },
  {
    name: 'neither, owned by a pool',
    why: 'the pool has the configuration',
    next: aMachine({ bootstrap: {} }, { ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachinePool', name: 'p', uid: 'u' }] }),
    want: [],
  },
  { name: 'another cluster', why: 'Machines do not move', next: aMachine({ clusterName: 'd' }), previous: aMachine({}), want: [['spec.clusterName', 'Forbidden']] },
  { name: 'the same cluster', why: 'an update of something else', next: aMachine({}), previous: aMachine({}), want: [] },
  { name: 'a version that is none', why: 'kubeadm would fail', next: aMachine({ version: 'v1.36' }), want: [['spec.version', 'Invalid']] },
  { name: 'a reserved taint', why: 'controllers own it', next: aMachine({ taints: [{ key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule', propagation: 'Always' }] }), want: [['spec.taints[0].key', 'Invalid']] },
  { name: 'the control plane taint on a worker', why: 'it is no control plane', next: aMachine({ taints: [controlPlaneTaint] }), want: [['spec.taints[0].key', 'Invalid']] },
  { name: 'the control plane taint on a control plane', why: 'there it belongs', next: aMachine({ taints: [controlPlaneTaint] }, { labels: { 'cluster.x-k8s.io/control-plane': '' } }), want: [] },
];

test.each(cases)('validateMachine: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateMachine(next, previous, options).map(({ field, type }) => [field, type])).toEqual(want);
});
