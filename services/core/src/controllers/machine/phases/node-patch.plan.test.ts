import { aMachine, aMachineDeployment, aMachineSet, aNode, aRunningMachine, aScope, external, found, noFeatures, provisionedInfra } from '../machine.fixtures.ts';
import { becomesInterruptible, planNodePatch } from './node-patch.plan.ts';

const settings = { features: noFeatures, additionalSyncLabels: [/^team\//], additionalSyncAnnotations: [] };
const bookkeeping = {
  'cluster.x-k8s.io/cluster-name': 'c',
  'cluster.x-k8s.io/cluster-namespace': 'default',
  'cluster.x-k8s.io/machine': 'm',
  'cluster.x-k8s.io/owner-kind': 'MachineSet',
  'cluster.x-k8s.io/owner-name': 'ms',
};
const tracking = { 'cluster.x-k8s.io/labels-from-machine': '', 'cluster.x-k8s.io/annotations-from-machine': '' };
const machineWith = (labels: Record<string, string>, annotations: Record<string, string> = {}) => aRunningMachine({ metadata: { ...aMachine().metadata, labels, annotations } });

test('a new Node gets labels, annotations, and loses the uninitialized taint in one patch', () => {
  const machine = machineWith(
    { 'node-role.kubernetes.io/worker': '', 'node.cluster.x-k8s.io/a': '1', 'x.node-restriction.kubernetes.io/b': '2', 'team/c': '3', other: '4', 'fake-node.cluster.x-k8s.io.evil/d': '5' },
    { 'sub.node.cluster.x-k8s.io/e': '6', other: '7' },
  );
  const node = aNode({ spec: { providerID: 'in-memory://m', taints: [{ key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' }] } });
  expect(planNodePatch(aScope({ machine }), node, settings)).toEqual({
    metadata: {
      resourceVersion: '7',
      labels: { 'node-role.kubernetes.io/worker': '', 'node.cluster.x-k8s.io/a': '1', 'x.node-restriction.kubernetes.io/b': '2', 'team/c': '3' },
      annotations: {
        ...bookkeeping,
        'sub.node.cluster.x-k8s.io/e': '6',
        'cluster.x-k8s.io/labels-from-machine': 'node-role.kubernetes.io/worker,node.cluster.x-k8s.io/a,team/c,x.node-restriction.kubernetes.io/b',
        'cluster.x-k8s.io/annotations-from-machine': 'sub.node.cluster.x-k8s.io/e',
      },
    },
    spec: { taints: null },
  });
});

test('a Node that is as it should be is left alone', () => {
  const node = aNode({ metadata: { ...aNode().metadata, labels: { os: 'linux' }, annotations: { ...bookkeeping, ...tracking, mine: 'x' } } });
  expect(planNodePatch(aScope(), node, settings)).toBeUndefined();
});

test('labels that came from the Machine and are no longer there are removed, others stay', () => {
  const annotations = { ...bookkeeping, 'cluster.x-k8s.io/labels-from-machine': 'node.cluster.x-k8s.io/a', 'cluster.x-k8s.io/annotations-from-machine': 'node.cluster.x-k8s.io/e' };
  const node = aNode({ metadata: { ...aNode().metadata, labels: { 'node.cluster.x-k8s.io/a': '1', 'node.cluster.x-k8s.io/b': 'of somebody else' }, annotations: { ...annotations, 'node.cluster.x-k8s.io/e': '6' } } });
  expect(planNodePatch(aScope(), node, settings)).toEqual({
    metadata: { resourceVersion: '7', labels: { 'node.cluster.x-k8s.io/a': null }, annotations: { 'node.cluster.x-k8s.io/e': null, ...tracking } },
  });
});

test('a Node of an older revision is marked, so that Pods go elsewhere', () => {
  const revision = (value: string) => ({ metadata: { annotations: { 'machinedeployment.clusters.x-k8s.io/revision': value } } });
  const node = aNode({ metadata: { ...aNode().metadata, annotations: { ...bookkeeping, ...tracking } } });
  const taintsFor = (machineSet: string, machineDeployment: string) => planNodePatch(aScope({ machineSet: aMachineSet(revision(machineSet)), machineDeployment: aMachineDeployment(revision(machineDeployment)) }), node, settings)?.spec?.taints;
  expect(taintsFor('1', '2')).toEqual([{ key: 'node.cluster.x-k8s.io/outdated-revision', effect: 'PreferNoSchedule' }]);
  expect(taintsFor('10', '9')).toBeUndefined();
});

test('an interruptible instance is marked once', () => {
  const interruptible = aScope({ infraMachine: found(external('DevMachine', { ...provisionedInfra, status: { ...provisionedInfra.status, interruptible: true } })) });
  expect(planNodePatch(interruptible, aNode(), settings)?.metadata.labels).toEqual({ 'cluster.x-k8s.io/interruptible': '' });
  expect(becomesInterruptible(interruptible, aNode())).toBe(true);
  expect(becomesInterruptible(interruptible, aNode({ metadata: { name: 'n', labels: { 'cluster.x-k8s.io/interruptible': '' } } }))).toBe(false);
  expect(becomesInterruptible(aScope(), aNode())).toBe(false);
});
