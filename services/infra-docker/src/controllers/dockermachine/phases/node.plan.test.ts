import type { Node } from '@clusterwright/api/kubernetes';
import { planNode } from './node.plan.ts';

const uninitialized = { key: 'node.cloudprovider.kubernetes.io/uninitialized', effect: 'NoSchedule' };
const other = { key: 'other', effect: 'NoSchedule' };
const hostname = { type: 'Hostname', address: 'n' } as const;
const internal = { type: 'InternalIP', address: '10.0.0.2' } as const;
const external = { type: 'ExternalIP', address: '10.0.0.2' } as const;
const aNode = (spec: object, addresses: object[] = [hostname]): Node => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', resourceVersion: '7' }, spec, status: { addresses } }) as Node;
const known = { providerID: 'docker:////n' };

test.each([
  { name: 'a new Node', why: 'Machines find it by the provider ID', node: aNode({}), main: { spec: known }, status: undefined },
  { name: 'one that is complete', why: 'nothing is written where nothing changes', node: aNode(known), main: undefined, status: undefined },
  { name: 'one of another provider', why: 'the ID cannot change', node: aNode({ providerID: 'else' }), main: undefined, status: undefined },
  {
    name: 'one that waits for a cloud provider', why: 'there is none', node: aNode({ taints: [uninitialized, other] }),
    main: { metadata: { resourceVersion: '7' }, spec: { ...known, taints: [other] } }, status: { status: { addresses: [hostname, internal] } },
  },
  {
    name: 'one that knows its addresses', why: 'their order must stay', node: aNode({ ...known, taints: [uninitialized] }, [internal, hostname]),
    main: { metadata: { resourceVersion: '7' }, spec: { taints: [] } }, status: undefined,
  },
])('planNode: $name ($why)', ({ node, main, status }) => {
  expect(planNode(node, 'docker:////n', [hostname, internal, external])).toEqual({ main, status });
});
