import type { MachinePool, MachinePoolSpec } from './machine-pool.schema.ts';
import { validateMachinePool } from './machine-pool.validation.ts';

type Template = MachinePoolSpec['template'];
const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachinePool', name: 'i' };

function aMachinePool({ spec, machine, metadata }: { spec?: Partial<MachinePoolSpec>; machine?: Partial<Template['spec']>; metadata?: Template['metadata'] } = {}): MachinePool {
  const template: Template = { ...(metadata ? { metadata } : {}), spec: { clusterName: 'c', bootstrap: { dataSecretName: 's' }, infrastructureRef, ...machine } };
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachinePool', metadata: { name: 'mp' }, spec: { clusterName: 'c', template, ...spec } };
}

const taints = [{ key: 'a.b/c', effect: 'NoSchedule', propagation: 'Always' }] as const;

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: MachinePool;
  readonly previous?: MachinePool;
  readonly want: readonly (readonly [string, string])[];
}

const cases: readonly Case[] = [
  { name: 'the usual', why: 'everything fits', next: aMachinePool(), previous: aMachinePool(), want: [] },
  { name: 'a bootstrap configuration', why: 'its provider writes the data', next: aMachinePool({ machine: { bootstrap: { configRef: infrastructureRef } } }), want: [] },
  { name: 'no bootstrap', why: 'no instance could ever start', next: aMachinePool({ machine: { bootstrap: {} } }), want: [['spec.template.spec.bootstrap', 'Required']] },
  { name: 'another cluster', why: 'instances do not move', next: aMachinePool({ spec: { clusterName: 'd' }, machine: { clusterName: 'd' } }), previous: aMachinePool(), want: [['spec.clusterName', 'Forbidden']] },
  { name: 'two clusters', why: 'instances must be of the same', next: aMachinePool({ machine: { clusterName: 'd' } }), want: [['spec.clusterName', 'Invalid']] },
  { name: 'a version that is none', why: 'kubeadm would fail', next: aMachinePool({ machine: { version: 'v1.36' } }), want: [['spec.template.spec.version', 'Invalid']] },
  { name: 'taints', why: 'nobody would put them on Nodes', next: aMachinePool({ machine: { taints: [...taints] } }), want: [['spec.taints', 'Forbidden']] },
  { name: 'labels that are none', why: 'Machines could not be created', next: aMachinePool({ metadata: { labels: { bad: '$' } } }), want: [['spec.template.metadata.labels', 'Invalid']] },
];

test.each(cases)('validateMachinePool: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateMachinePool(next, previous, { machinePools: true, taintPropagation: true }).map(({ field, type }) => [field, type])).toEqual(want);
});

test('without taint propagation taints are refused for that as well', () => {
  expect(validateMachinePool(aMachinePool({ machine: { taints: [...taints] } }), undefined, { machinePools: true, taintPropagation: false })).toHaveLength(2);
});

test('without the feature gate nothing is allowed', () => {
  expect(() => validateMachinePool(aMachinePool(), undefined, { machinePools: false, taintPropagation: true })).toThrow(expect.objectContaining({ code: 'Terminal', message: expect.stringContaining('feature gate MachinePool') }));
});
