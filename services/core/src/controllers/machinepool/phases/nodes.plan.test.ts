import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { FakeNodeCache } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import fc from 'fast-check';
import { aMachinePool, aNode, idOf, now, refTo, withTemplate } from '../machinepool.fixtures.ts';
import { planNodes } from './nodes.plan.ts';

const pool = (names: readonly string[], status: MachinePool['status'] = {}, minReadySeconds = 0): MachinePool =>
  aMachinePool({ spec: { replicas: names.length, providerIDList: names.map(idOf), template: withTemplate(aMachinePool(), { minReadySeconds }) }, status: { replicas: names.length, ...status } });

function plan(machinePool: MachinePool, nodes: readonly Node[]) {
  const planned = planNodes(machinePool, new FakeNodeCache(nodes), now);
  if (planned.step !== 'assign') return planned.step;
  const { readyReplicas, availableReplicas, unavailableReplicas } = planned.learned.status?.deprecated?.v1beta1 ?? {};
  return { refs: planned.learned.status?.nodeRefs?.map(({ name }) => name), counts: [readyReplicas, availableReplicas, unavailableReplicas], retired: planned.retired.map(({ metadata }) => metadata.name), inMs: planned.availableInMs };
}

const seconds = (ago: number): string => new Date(now.getTime() - ago * 1000).toISOString();
const nothing = { retired: [], inMs: undefined };

test.each([
  { name: 'Nodes of all instances', why: 'all are ready', machinePool: pool(['a', 'b']), nodes: [aNode('b'), aNode('a')], want: { ...nothing, refs: ['a', 'b'], counts: [2, 2, 0] } },
  { name: 'a Node of somebody else', why: 'it has another ID', machinePool: pool(['a']), nodes: [aNode('a'), aNode('x')], want: { ...nothing, refs: ['a'], counts: [1, 1, 0] } },
  { name: 'a Node that is not ready', why: 'it is there, and does not count', machinePool: pool(['a', 'b']), nodes: [aNode('a'), aNode('b', { ready: 'Unknown' })], want: { ...nothing, refs: ['a', 'b'], counts: [1, 1, 1] } },
  { name: 'a Node missing', why: 'it may still come', machinePool: pool(['a', 'b']), nodes: [aNode('a')], want: { ...nothing, refs: ['a'], counts: [1, 1, 1] } },
  { name: 'a Node of an instance that is gone', why: 'nobody else deletes it', machinePool: pool(['a'], { nodeRefs: [refTo('a'), refTo('b')] }), nodes: [aNode('a'), aNode('b')], want: { refs: ['a'], counts: [1, 1, 0], retired: ['b'], inMs: undefined } },
  { name: 'a new Node of an old name', why: 'it is not the one that was ours', machinePool: pool(['a'], { nodeRefs: [refTo('a'), { ...refTo('b'), uid: 'before' }] }), nodes: [aNode('a'), aNode('b')], want: { ...nothing, refs: ['a'], counts: [1, 1, 0] } },
  { name: 'a Node that has lost its ID', why: 'nothing tells that its instance is gone', machinePool: pool(['a'], { nodeRefs: [refTo('b')] }), nodes: [aNode('b', { spec: { providerID: '' } })], want: { ...nothing, refs: [], counts: [0, 0, 1] } },
  { name: 'the last Node', why: 'zero replicas are a wish like others', machinePool: pool([], { nodeRefs: [refTo('a')] }), nodes: [aNode('a')], want: { refs: [], counts: [0, 0, 0], retired: ['a'], inMs: undefined } },
  { name: 'Nodes ready for long enough or not', why: 'time makes the second available', machinePool: pool(['a', 'b'], {}, 60), nodes: [aNode('a', { since: seconds(61) }), aNode('b', { since: seconds(20) })], want: { refs: ['a', 'b'], counts: [2, 1, 1], retired: [], inMs: 40_001 } },
])('planNodes: $name ($why)', ({ machinePool, nodes, want }) => {
  expect(plan(machinePool, nodes)).toEqual(want);
});

test('without provider IDs nothing is known, so nothing is deleted', () => {
  expect(plan(aMachinePool({ status: { nodeRefs: [refTo('a')] } }), [aNode('a')])).toBe('waitForProviderIDs');
});

test('references carry what identifies a Node', () => {
  const planned = planNodes(pool(['a']), new FakeNodeCache([aNode('a')]), now);
  expect(planned.step === 'assign' && planned.learned.status?.nodeRefs).toEqual([{ apiVersion: 'v1', kind: 'Node', name: 'a', uid: 'uid-a' }]);
});

const letters = ['a', 'b', 'c', 'd', 'e'] as const;
const some = fc.subarray([...letters]);

test('whatever Nodes there are: those of instances are never retired, those never of the pool neither, and counts add up', () => {
  fc.assert(
    fc.property(some, some, some, some, (instances, referred, there, ready) => {
      const machinePool = pool(instances, { nodeRefs: referred.map(refTo) });
      const planned = planNodes(machinePool, new FakeNodeCache(there.map((name) => aNode(name, { ready: ready.includes(name) ? 'True' : 'False' }))), now);
      if (planned.step !== 'assign') throw new Error('zero replicas are a wish like others');
      const retired = planned.retired.map(({ metadata }) => metadata.name);
      expect(retired).toEqual(referred.filter((name) => there.includes(name) && !instances.includes(name)));
      const { readyReplicas = 0, availableReplicas = 0, unavailableReplicas } = planned.learned.status?.deprecated?.v1beta1 ?? {};
      expect([readyReplicas, availableReplicas + (unavailableReplicas ?? 0)]).toEqual([instances.filter((name) => there.includes(name) && ready.includes(name)).length, instances.length]);
      // Once the Nodes are deleted and the status is written, there is nothing more to delete.
      const again = planNodes(planned.learned, new FakeNodeCache(there.filter((name) => !retired.includes(name)).map((name) => aNode(name))), now);
      expect(again.step === 'assign' && again.retired).toEqual([]);
    }),
  );
});
