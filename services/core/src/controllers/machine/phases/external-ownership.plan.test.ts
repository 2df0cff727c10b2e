import { aCluster, aMachine, external, machineSetOwner } from '../machine.fixtures.ts';
import { planOwnership } from './external-ownership.plan.ts';

const machineOwner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name: 'm', uid: 'uid-m', controller: true, blockOwnerDeletion: true };
const clusterOwner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' };
const controlPlaneOwner = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'uid-cp', controller: true };
const labels = { 'cluster.x-k8s.io/cluster-name': 'c' };
const controlPlaneMachine = aMachine({ metadata: { ...aMachine().metadata, labels: { ...labels, 'cluster.x-k8s.io/control-plane': '' } } });

const cases = [
  { name: 'owned already', why: 'nothing is written', machine: aMachine(), owners: [machineOwner], objectLabels: labels, want: undefined },
  { name: 'made by a MachineSet', why: 'the Machine takes its place', machine: aMachine(), owners: [{ ...machineSetOwner }], objectLabels: labels, want: { metadata: { ownerReferences: [machineOwner] } } },
  { name: 'made by the control plane', why: 'the Machine takes its place', machine: controlPlaneMachine, owners: [controlPlaneOwner], objectLabels: labels, want: { metadata: { ownerReferences: [machineOwner] } } },
  { name: 'with owners of users', why: 'they stay', machine: aMachine(), owners: [clusterOwner, { ...machineSetOwner }], objectLabels: labels, want: { metadata: { ownerReferences: [clusterOwner, machineOwner] } } },
  { name: 'without label', why: 'only the label is written', machine: aMachine(), owners: [machineOwner], objectLabels: {}, want: { metadata: { labels } } },
  { name: 'owned, but not as controller', why: 'the reference is put right', machine: aMachine(), owners: [{ ...machineOwner, controller: false }], objectLabels: labels, want: { metadata: { ownerReferences: [machineOwner] } } },
  { name: 'with nothing', why: 'one patch sets both', machine: aMachine(), owners: [], objectLabels: {}, want: { metadata: { ownerReferences: [machineOwner], labels } } },
];

test.each(cases)('planOwnership of an object $name: $why', ({ machine, owners, objectLabels, want }) => {
  const object = external('DevMachine', { metadata: { ownerReferences: owners, labels: objectLabels } });
  expect(planOwnership({ machine, cluster: aCluster(), object })).toEqual(want);
});

test('an object under another controller is an error that names both', () => {
  const object = external('DevMachine', { metadata: { ownerReferences: [{ ...machineOwner, name: 'other', uid: 'uid-other' }] } });
  expect(() => planOwnership({ machine: aMachine(), cluster: aCluster(), object })).toThrow(
    expect.objectContaining({ code: 'AlreadyControlled', message: 'DevMachine m is already controlled by Machine other, not by Machine m' }) as Error,
  );
});
