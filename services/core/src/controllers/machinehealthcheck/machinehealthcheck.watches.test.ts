import type { Machine } from '@clusterwright/api/core/v1beta2';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { aCondition } from '../machinedeployment/machinedeployment.fixtures.ts';
import { aCheckedMachine, aHealthCheck, aNode, aRepair, aRepairTemplate, aRunningCluster, ago, templateRef } from './machinehealthcheck.fixtures.ts';
import {
  clusterToMachineHealthChecks,
  isClusterOfInterest,
  isMachineOfInterest,
  isNodeOfInterest,
  machineToMachineHealthChecks,
  nodeToMachineHealthChecks,
  remediationToMachineHealthChecks,
} from './machinehealthcheck.watches.ts';

const machine = aCheckedMachine();
const others = [
  aHealthCheck({ selector: { matchLabels: { other: 'x' } } }, { name: 'other-labels' }),
  aHealthCheck({ clusterName: 'd' }, { name: 'other-cluster' }),
  aHealthCheck({ selector: {} }, { name: 'empty' }),
  aHealthCheck({ selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }, { name: 'broken' }),
  aHealthCheck({}, { name: 'elsewhere', namespace: 'other' }),
];
const client = new FakeClient({ objects: [aHealthCheck(), ...others, machine] });
const namesOf = async (keys: Promise<readonly { name: string }[]>) => (await keys).map(({ name }) => name).sort();

describe('keys', () => {
  const cluster = { namespace: 'ns', name: 'c' };

  test('a Machine wakes those that select it', async () => {
    expect(await namesOf(machineToMachineHealthChecks(client)(machine, undefined))).toEqual(['mhc']);
  });

  test('a Machine that loses a label wakes those that selected it before', async () => {
    const relabelled: Machine = { ...machine, metadata: { ...machine.metadata, labels: { other: 'x' } } };
    expect(await namesOf(machineToMachineHealthChecks(client)(relabelled, machine))).toEqual(['mhc', 'other-labels']);
  });

  test('a Cluster wakes all of its own', async () => {
    expect(await namesOf(clusterToMachineHealthChecks(client)(cluster))).toEqual(['broken', 'empty', 'mhc', 'other-labels']);
  });

  test('a Node wakes those of the Machine on it, in its own cluster', async () => {
    const toKeys = nodeToMachineHealthChecks(client);
    expect(await namesOf(toKeys(cluster, aNode(), undefined))).toEqual(['mhc']);
    expect(await namesOf(toKeys(cluster, undefined, aNode()))).toEqual(['mhc']);
    expect(await toKeys(cluster, aNode('n'), undefined)).toEqual([]);
    expect(await toKeys({ namespace: 'ns', name: 'd' }, aNode(), undefined)).toEqual([]);
    expect(await toKeys(cluster, aNode(), aNode())).toEqual([]);
  });

  test('remediation requests wake those of their Machine, templates those that refer to them; updates are of no interest', async () => {
    const referring = aHealthCheck({ remediation: { templateRef } }, { name: 'referring' });
    const toKeys = remediationToMachineHealthChecks(new FakeClient({ objects: [aHealthCheck(), referring, ...others, machine] }));
    const [repair, template] = [aRepair(machine), aRepairTemplate];
    expect(await namesOf(toKeys(repair, undefined))).toEqual(['mhc', 'referring']);
    expect(await namesOf(toKeys(template, undefined))).toEqual(['referring']);
    expect(await toKeys(aRepair(aCheckedMachine({ name: 'gone' })), undefined)).toEqual([]);
    expect(await toKeys(repair, repair)).toEqual([]);
  });
});

describe('what is of interest', () => {
  const cluster = aRunningCluster();
  const withConditions = (...conditions: Parameters<typeof aCondition>[]) => aCheckedMachine({ conditions: conditions.map((condition) => aCondition(...condition)) });
  const paused = { ...cluster, spec: { paused: true } };
  const cases: readonly { name: string; why: string; found: boolean; want: boolean }[] = [
    { name: 'a new Machine', why: 'it counts', found: isMachineOfInterest(machine, undefined), want: true },
    { name: 'a Machine that is gone', why: 'it does not count any more', found: isMachineOfInterest(undefined, machine), want: true },
    { name: 'a Machine that changed its words', why: 'checks do not read messages', found: isMachineOfInterest(withConditions(['A', 'True', { message: 'x' }]), withConditions(['A', 'True', { message: 'y' }])), want: false },
    { name: 'a condition that flips', why: 'it may be checked', found: isMachineOfInterest(withConditions(['A', 'True']), withConditions(['A', 'False'])), want: true },
    { name: 'an annotation', why: 'users speak by annotations', found: isMachineOfInterest(aCheckedMachine({ annotations: { a: 'b' } }), machine), want: true },
    { name: 'a Node', why: 'it is checked from now on', found: isMachineOfInterest(machine, aCheckedMachine({ node: null })), want: true },
    { name: 'a deletion', why: 'it is not healthy any more', found: isMachineOfInterest(aCheckedMachine({ deleting: true }), machine), want: true },
    { name: 'a Cluster that is paused', why: 'must be told', found: isClusterOfInterest(paused, cluster), want: true },
    { name: 'a milestone', why: 'timeouts count from it', found: isClusterOfInterest(cluster, aRunningCluster([])), want: true },
    { name: 'another condition of the Cluster', why: 'nobody reads it', found: isClusterOfInterest(aRunningCluster([aCondition('Available', 'True')]), aRunningCluster([])), want: false },
    { name: 'a Cluster that is gone', why: 'so are its Machines', found: isClusterOfInterest(undefined, cluster), want: false },
    { name: 'a Node that turns unready', why: 'it is checked', found: isNodeOfInterest(aNode('m', 'False', 0), aNode()), want: true },
    { name: 'a heartbeat', why: 'nothing changed', found: isNodeOfInterest({ ...aNode(), status: { conditions: [{ type: 'Ready', status: 'True', reason: 'Kubelet', lastTransitionTime: ago(3600), lastHeartbeatTime: ago(1) }] } }, aNode()), want: false },
  ];
  test.each(cases)('$name: $want ($why)', ({ found, want }) => {
    expect(found).toBe(want);
  });
});
