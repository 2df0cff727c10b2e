import type { ObjectMeta } from '@clusterwright/api';
import { aCluster, aMachine, machineSetOwner } from '../machine.fixtures.ts';
import { planOwnerAndLabels } from './owner-and-labels.plan.ts';

const clusterOwner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' };
const label = { 'cluster.x-k8s.io/cluster-name': 'c' };

const cases: { name: string; why: string; metadata: Partial<ObjectMeta>; want: object }[] = [
  { name: 'a MachineSet owns it', why: 'nothing to do', metadata: {}, want: { labels: label, owners: [machineSetOwner] } },
  { name: 'nobody owns it', why: 'the Cluster adopts it', metadata: { ownerReferences: [] }, want: { labels: label, owners: [clusterOwner] } },
  { name: 'the Cluster owns it at an older version', why: 'it is adopted already', metadata: { ownerReferences: [{ ...clusterOwner, apiVersion: 'cluster.x-k8s.io/v1beta1' }] }, want: { labels: label, owners: [{ ...clusterOwner, apiVersion: 'cluster.x-k8s.io/v1beta1' }] } },
  { name: 'its MachineSet will adopt it', why: 'after a restore owners are missing for a moment', metadata: { ownerReferences: [], labels: { ...label, 'cluster.x-k8s.io/set-name': 'ms' } }, want: { labels: { ...label, 'cluster.x-k8s.io/set-name': 'ms' }, owners: [] } },
  { name: 'its control plane will adopt it', why: 'the same', metadata: { ownerReferences: [], labels: { ...label, 'cluster.x-k8s.io/control-plane-name': 'cp' } }, want: { labels: { ...label, 'cluster.x-k8s.io/control-plane-name': 'cp' }, owners: [] } },
  { name: 'the label is missing', why: 'caches select by it', metadata: { labels: { a: 'b' } }, want: { labels: { a: 'b', ...label }, owners: [machineSetOwner] } },
];

test.each(cases)('planOwnerAndLabels: $name ($why)', ({ metadata, want }) => {
  const planned = planOwnerAndLabels({ machine: aMachine({ metadata: { ...aMachine().metadata, ...metadata } }), cluster: aCluster() });
  expect({ labels: planned.metadata.labels, owners: planned.metadata.ownerReferences }).toEqual(want);
});

test('a Machine that needs nothing is left as it is', () => {
  const machine = aMachine();
  expect(planOwnerAndLabels({ machine, cluster: aCluster() })).toBe(machine);
});
