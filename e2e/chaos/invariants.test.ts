import type { UnstructuredObject } from '@clusterwright/api';
import { breaches, leaks, remains } from './invariants.ts';
import { seededRandom } from './random.ts';
import type { World } from './world.ts';

const machine = (name: string, { controlPlane = false, deleting = false, available = true } = {}): UnstructuredObject => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Machine',
  metadata: { name, uid: `uid-${name}`, labels: controlPlane ? { 'cluster.x-k8s.io/control-plane': '' } : {}, ...(deleting ? { deletionTimestamp: '2026-11-21T12:00:00Z' } : {}) },
  status: { conditions: [{ type: 'Available', status: available ? 'True' : 'False' }] },
});
const owned = (kind: string, name: string, of: string): UnstructuredObject => ({ apiVersion: 'x/v1', kind, metadata: { name, ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name: of, uid: `uid-${of}` }] } });
const world = (parts: Partial<World> = {}): World => ({ machines: [], infraMachines: [], bootstrapConfigs: [], machineDeployments: [], controlPlanes: [], clusters: [], others: [], ...parts });
const expected = { controlPlaneReplicas: 1, workers: 2, minAvailableWorkers: 2 };

const cases = [
  { name: 'as many as asked for', machines: [machine('a'), machine('b'), machine('cp', { controlPlane: true })], want: [] },
  { name: 'one more while rolling out', machines: [machine('a'), machine('b'), machine('c', { available: false })], want: [] },
  { name: 'deleting ones do not count', machines: [machine('a'), machine('b'), machine('c'), machine('d', { deleting: true })], want: [] },
  { name: 'two more than asked for', machines: [machine('a'), machine('b'), machine('c'), machine('d')], want: ['4 worker Machines, 2 + 1 allowed: a, b, c, d'] },
  { name: 'a third control plane', machines: [machine('a'), machine('b'), ...['x', 'y', 'z'].map((cp) => machine(cp, { controlPlane: true }))], want: ['3 control plane Machines, 1 + 1 allowed: x, y, z'] },
  { name: 'too few available', machines: [machine('a'), machine('b', { available: false })], want: ['1 workers are available, 2 must be: a'] },
];
test.each(cases)('breaches: $name', ({ machines, want }) => {
  expect(breaches(world({ machines }), expected)).toEqual(want);
});

test('two infrastructure objects of one Machine are a breach', () => {
  const machines = [machine('a'), machine('b')];
  expect(breaches(world({ machines, infraMachines: [owned('DevMachine', 'a', 'a'), owned('DevMachine', 'a2', 'a')] }), expected)).toEqual(['Machine a has 2 of DevMachine: a, a2']);
});

test('an object without its Machine is a leak, and so is a Machine without its objects', () => {
  expect(leaks(world({ machines: [machine('a')], infraMachines: [owned('DevMachine', 'b', 'b')], bootstrapConfigs: [owned('KubeadmConfig', 'a', 'a')] }))).toEqual(['DevMachine b belongs to no Machine', 'Machine a has no DevMachine']);
});

test('whatever is left at the end is named', () => {
  expect(remains(world({ others: [owned('Secret', 's', 'a')] }))).toEqual(['Secret s is still there']);
});

test('the same seed gives the same run', () => {
  const [a, b] = [seededRandom(7), seededRandom(7)];
  expect(Array.from({ length: 5 }, () => a.next())).toEqual(Array.from({ length: 5 }, () => b.next()));
});
