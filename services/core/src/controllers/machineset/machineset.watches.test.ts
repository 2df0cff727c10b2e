import type { UnstructuredObject } from '@clusterwright/api';
import { aCluster, aCondition, aMachine, aMachineDeployment, aMachineSet, aTemplate, bootstrapRef } from '../machinedeployment/machinedeployment.fixtures.ts';
import { DevMachineTemplates, DevMachines, KubeadmControlPlanes, aMachineSetOf, aWorld, anObject } from './machineset.fixtures.ts';
import { clusterToMachineSets, externalToMachineSets, isClusterOfInterest, isMachineDeploymentOfInterest, isMachineDetail, machineDeploymentToMachineSets, machineToMachineSets } from './machineset.watches.ts';

const own = [{ namespace: 'ns', name: 'md-old' }];
const fake = aWorld(aMachineSetOf(), aMachineSet({ metadata: { name: 'other', labels: {} }, spec: { clusterName: 'other', selector: { matchLabels: { x: 'y' } }, template: aTemplate({ infrastructureRef: bootstrapRef, bootstrap: {} }) } }));

describe('machineToMachineSets', () => {
  const labels = { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/deployment-name': 'md', 'machine-template-hash': 'md-old' };
  const cases = [
    { name: 'controlled', why: 'by its owner', machine: aMachine(), want: own },
    { name: 'without controller', why: 'by selectors', machine: aMachine({ metadata: { ownerReferences: [], labels } }), want: own },
    { name: 'of a control plane', why: 'none of our business', machine: aMachine({ metadata: { labels, ownerReferences: [{ apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'u', controller: true }] } }), want: [] },
  ];
  test.each(cases)('$name ($why)', async ({ machine, want }) => {
    expect(await machineToMachineSets(fake)(machine)).toEqual(want);
  });
});

describe('isMachineDetail', () => {
  const before = aMachine({ conditions: { Ready: 'False' } });
  const cases = [
    { name: 'new', why: 'to be counted', next: before, previous: undefined, want: false },
    { name: 'message', why: 'only words', next: aMachine({ status: { conditions: [aCondition('Ready', 'False', { message: 'x' }), aCondition('InfrastructureReady', 'True')] } }), previous: before, want: true },
    { name: 'provider ID', why: 'what providers add', next: aMachine({ conditions: { Ready: 'False' }, spec: { providerID: 'p' } }), previous: before, want: true },
    { name: 'ready', why: 'counted', next: aMachine({ conditions: { Ready: 'True' } }), previous: before, want: false },
    { name: 'deleting', why: 'decides', next: aMachine({ conditions: { Ready: 'False' }, metadata: { deletionTimestamp: '2026-11-21T12:00:00Z' } }), previous: before, want: false },
    { name: 'spec changed by a user', why: 'to be put right', next: aMachine({ conditions: { Ready: 'False' }, spec: { minReadySeconds: 5 } }), previous: before, want: false },
  ];
  test.each(cases)('$name → $want ($why)', ({ next, previous, want }) => {
    expect(isMachineDetail(next, previous)).toBe(want);
  });
});

test('MachineDeployments and Clusters wake their own', async () => {
  expect(await machineDeploymentToMachineSets(fake)(aMachineDeployment())).toEqual(own);
  expect(await clusterToMachineSets(fake)(aCluster())).toEqual(own);
});

test('a MachineDeployment matters by revision and limits of remediation', () => {
  const revision = (value: string) => aMachineDeployment({ metadata: { annotations: { 'machinedeployment.clusters.x-k8s.io/revision': value } } });
  expect([isMachineDeploymentOfInterest(revision('2'), revision('1')), isMachineDeploymentOfInterest(revision('1'), { ...revision('1'), status: { replicas: 1 } }), isMachineDeploymentOfInterest(undefined, revision('1'))]).toEqual([true, false, false]);
});

test('a Cluster matters when it appears, is paused, or changes versions', () => {
  const cluster = aCluster();
  const cases: [typeof cluster | undefined, typeof cluster | undefined, boolean][] = [
    [cluster, undefined, true],
    [cluster, aCluster({ metadata: { labels: { a: 'b' } } }), false],
    [aCluster({ spec: { paused: true } }), cluster, true],
    [aCluster({ spec: { topology: { version: 'v2', classRef: { name: 'x' } } } }), cluster, true],
    [aCluster({ metadata: { annotations: { 'topology.internal.cluster.x-k8s.io/upgrade-step': 'v2' } } }), cluster, true],
    [undefined, cluster, false],
  ];
  expect(cases.map(([next, previous]) => isClusterOfInterest(next, previous))).toEqual(cases.map(([, , want]) => want));
});

describe('externalToMachineSets', () => {
  const owned = { metadata: { name: 'cp', namespace: 'ns', ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' }] } };
  const controlPlane = (versions: string[]): ReturnType<typeof anObject> => anObject(KubeadmControlPlanes, 'cp', { ...owned, spec: { version: 'v1' }, status: { versions: versions.map((version) => ({ version })) } });
  const skipping = { metadata: { name: 'md', namespace: 'ns', annotations: { 'machineset.cluster.x-k8s.io/skip-preflight-checks': 'All' } } };
  const cases: { name: string; why: string; object: UnstructuredObject; previous?: UnstructuredObject; want: object[] }[] = [
    { name: 'template appears', why: 'Machines can be made now', object: anObject(DevMachineTemplates, 'md'), want: own },
    { name: 'template of others', why: 'nobody refers to it', object: anObject(DevMachineTemplates, 'else'), want: [] },
    { name: 'template changes', why: 'nothing of it is read', object: anObject(DevMachineTemplates, 'md'), previous: anObject(DevMachineTemplates, 'md'), want: [] },
    { name: 'template told to skip checks', why: 'creation may go on', object: anObject(DevMachineTemplates, 'md', skipping), previous: anObject(DevMachineTemplates, 'md'), want: own },
    { name: 'control plane up', why: 'checks may pass now', object: controlPlane(['v1']), previous: controlPlane([]), want: own },
    { name: 'control plane says something else', why: 'checks do not read it', object: controlPlane(['v1']), previous: controlPlane(['v1']), want: [] },
    { name: 'another object of the Cluster', why: 'is no control plane', object: { ...controlPlane(['v1']), kind: 'DevCluster' }, want: [] },
    { name: 'infrastructure machine', why: 'the Machine tells', object: anObject(DevMachines, 'm'), want: [] },
  ];
  test.each(cases)('$name ($why)', async ({ object, previous, want }) => {
    expect(await externalToMachineSets(fake)(object, previous)).toEqual(want);
  });
});
