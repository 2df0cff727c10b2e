import { defaultMachinePool } from './machine-pool.defaults.ts';
import type { MachinePool } from './machine-pool.schema.ts';

const head = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachinePool' };
const ownLabels = { 'cluster.x-k8s.io/cluster-name': 'c' };
const deletion = { nodeDeletionTimeoutSeconds: 10 };
const sizes = { 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '2', 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '5' };

test('a minimal MachinePool gets its cluster as a label, a replica, the v of its version, and ten seconds for the deletion of a Node', () => {
  const machinePool = { ...head, metadata: { name: 'mp', labels: { a: 'b' } }, spec: { clusterName: 'c', template: { metadata: { labels: { x: 'y' } }, spec: { clusterName: 'c', version: '1.36.3' } } } };
  expect(defaultMachinePool(machinePool, undefined)).toEqual({
    ...head,
    metadata: { name: 'mp', labels: { a: 'b', ...ownLabels } },
    spec: { clusterName: 'c', replicas: 1, template: { metadata: { labels: { x: 'y' } }, spec: { clusterName: 'c', version: 'v1.36.3', deletion } } },
  });
});

test('what is set stays, zero included', () => {
  const spec = { clusterName: 'c', replicas: 0, template: { spec: { clusterName: 'c', version: 'v1.36.3', deletion: { nodeDeletionTimeoutSeconds: 0, nodeDrainTimeoutSeconds: 5 } } } };
  expect(defaultMachinePool({ ...head, metadata: { name: 'mp' }, spec }, undefined).spec).toEqual(spec);
});

test.each([
  { name: 'a new pool', why: 'the autoscaler takes over at its minimum', previous: undefined, want: 2 },
  { name: 'a pool within the bounds', why: 'what runs goes on', previous: 4, want: 4 },
  { name: 'a pool above them', why: 'the autoscaler could not bring it down', previous: 9, want: 5 },
])('replicas of $name with autoscaler bounds: $want ($why)', ({ previous, want }) => {
  // Of what was there before only the replicas matter.
  const before = previous === undefined ? undefined : ({ ...head, metadata: { name: 'mp' }, spec: { replicas: previous } } as unknown as MachinePool);
  expect(defaultMachinePool({ ...head, metadata: { name: 'mp', annotations: sizes }, spec: { clusterName: 'c' } }, before).spec?.replicas).toBe(want);
});

test('what is missing is left to the schema', () => {
  expect(defaultMachinePool({ ...head, metadata: { name: 'mp' } }, undefined)).toEqual({ ...head, metadata: { name: 'mp', labels: { 'cluster.x-k8s.io/cluster-name': '' } }, spec: { replicas: 1, template: { spec: { deletion } } } });
});
