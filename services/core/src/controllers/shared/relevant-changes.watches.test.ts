import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { aCluster, aNode, condition } from '../machine/machine.fixtures.ts';
import { clusterMatters, nodeMatters } from './relevant-changes.watches.ts';

const clusterCases: { name: string; next: Cluster | undefined; previous: Cluster | undefined; want: boolean }[] = [
  { name: 'appears', next: aCluster(), previous: undefined, want: true },
  { name: 'is gone', next: undefined, previous: aCluster(), want: false },
  { name: 'is paused', next: aCluster({ spec: { paused: true } }), previous: aCluster(), want: true },
  { name: 'has infrastructure', next: aCluster(), previous: aCluster({ status: { initialization: {}, conditions: aCluster().status?.conditions ?? [] } }), want: true },
  { name: 'has a control plane', next: aCluster(), previous: aCluster({ status: { initialization: { infrastructureProvisioned: true }, conditions: [condition('ControlPlaneInitialized', 'False')] } }), want: true },
  { name: 'changes elsewhere', next: aCluster({ metadata: { ...aCluster().metadata, labels: { a: 'b' } } }), previous: aCluster(), want: false },
];
test.each(clusterCases)('a Cluster that $name matters to its Machines: $want', ({ next, previous, want }) => {
  expect(clusterMatters(next, previous)).toBe(want);
});

test('a heartbeat wakes nobody', () => {
  const beat = aNode({ status: { ...aNode().status, conditions: aNode().status?.conditions?.map((each) => ({ ...each, lastHeartbeatTime: '2026-11-21T12:00:00Z' })) ?? [] } });
  expect(nodeMatters(beat, aNode())).toBe(false);
  expect(nodeMatters(aNode({ conditions: [['Ready', 'False']] }), aNode())).toBe(true);
  expect(nodeMatters(aNode({ spec: { providerID: 'in-memory://m', taints: [] } }), aNode())).toBe(true);
});
