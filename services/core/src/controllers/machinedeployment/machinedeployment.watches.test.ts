import { DevMachineTemplates, aWorld, anObject } from '../machineset/machineset.fixtures.ts';
import { aCluster, aMachineSet } from './machinedeployment.fixtures.ts';
import { clusterToMachineDeployments, isClusterOfInterest, isMachineSetDetail, machineSetToMachineDeployments, templateToMachineDeployments } from './machinedeployment.watches.ts';

const fake = aWorld();
const own = [{ namespace: 'ns', name: 'md' }];

test('a MachineSet wakes its controller, or all that may adopt it', async () => {
  const toKeys = machineSetToMachineDeployments(fake);
  expect(await toKeys(aMachineSet())).toEqual(own);
  expect(await toKeys(aMachineSet({ metadata: { ownerReferences: [] } }))).toEqual(own);
  expect(await toKeys(aMachineSet({ metadata: { ownerReferences: [], labels: {} } }))).toEqual([]);
  expect(await toKeys(aMachineSet({ metadata: { ownerReferences: [{ apiVersion: 'other/v1', kind: 'Thing', name: 'md', uid: 'u', controller: true }] } }))).toEqual([]);
});

test('detail of a MachineSet is what it says of its Machines, not its counters', () => {
  const before = aMachineSet({ status: { replicas: 3, readyReplicas: 1 } });
  const conditions = [{ type: 'MachinesReady', status: 'False', reason: 'NotReady', message: 'x', lastTransitionTime: '2026-11-21T12:00:00Z' } as const];
  expect(isMachineSetDetail(aMachineSet({ status: { replicas: 3, readyReplicas: 1, conditions } }), before)).toBe(true);
  expect(isMachineSetDetail(aMachineSet({ status: { replicas: 3, readyReplicas: 2 } }), before)).toBe(false);
  expect(isMachineSetDetail(aMachineSet({ spec: { replicas: 4 }, status: { replicas: 3, readyReplicas: 1 } }), before)).toBe(false);
  expect(isMachineSetDetail(before, undefined)).toBe(false);
});

test('a Cluster wakes its MachineDeployments when it appears, or is paused or resumed', async () => {
  expect(await clusterToMachineDeployments(fake)(aCluster())).toEqual(own);
  expect(await clusterToMachineDeployments(fake)(aCluster({ metadata: { name: 'other' } }))).toEqual([]);
  const paused = aCluster({ spec: { paused: true } });
  expect([isClusterOfInterest(aCluster(), undefined), isClusterOfInterest(paused, aCluster()), isClusterOfInterest(paused, paused), isClusterOfInterest(undefined, paused)]).toEqual([true, true, false, false]);
});

test('a template wakes those that refer to it when it appears, and never again', async () => {
  const toKeys = templateToMachineDeployments(fake);
  const template = anObject(DevMachineTemplates, 'md');
  expect([await toKeys(template, undefined), await toKeys(template, template), await toKeys(anObject(DevMachineTemplates, 'else'), undefined)]).toEqual([own, [], []]);
});
