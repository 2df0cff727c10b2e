import { aMachinePool, aNode } from '../machinepool.fixtures.ts';
import { planNodePatch } from './node-patch.plan.ts';

const annotations = { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/cluster-namespace': 'ns', 'cluster.x-k8s.io/owner-kind': 'MachinePool', 'cluster.x-k8s.io/owner-name': 'p' };
const uninitialized = { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' };
const theirs = { key: 'dedicated', effect: 'NoSchedule', value: 'x' };
const known = { ...annotations, other: 'stays' };

test.each([
  { name: 'a new Node', why: 'it says whose it is, and takes Pods', node: aNode('a', { spec: { taints: [uninitialized] } }), want: { metadata: { resourceVersion: '7', annotations }, spec: { taints: null } } },
  { name: 'a Node with taints of others', why: 'only ours goes', node: aNode('a', { metadata: { annotations: known }, spec: { taints: [theirs, uninitialized] } }), want: { metadata: { resourceVersion: '7' }, spec: { taints: [theirs] } } },
  { name: 'a Node that was of another pool', why: 'what differs is said anew', node: aNode('a', { metadata: { annotations: { ...known, 'cluster.x-k8s.io/owner-name': 'q' } } }), want: { metadata: { annotations: { 'cluster.x-k8s.io/owner-name': 'p' } } } },
  { name: 'a Node that says all of it', why: 'nothing is to be written', node: aNode('a', { metadata: { annotations: known }, spec: { taints: [theirs] } }), want: undefined },
])('planNodePatch: $name ($why)', ({ node, want }) => {
  expect(planNodePatch(aMachinePool(), node)).toEqual(want);
});
