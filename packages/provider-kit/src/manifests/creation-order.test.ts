import { inCreationOrder } from './creation-order.ts';

const kinds = (...names: string[]) => names.map((kind) => ({ kind }));

test.each([
  { name: 'what others need first', why: 'a namespaced object needs its Namespace', given: ['DaemonSet', 'ConfigMap', 'ServiceAccount', 'CustomResourceDefinition', 'Namespace'], want: ['Namespace', 'CustomResourceDefinition', 'ConfigMap', 'ServiceAccount', 'DaemonSet'] },
  { name: 'the rest as written', why: 'the author may have had a reason', given: ['Service', 'Deployment', 'ClusterRole', 'Secret'], want: ['Secret', 'Service', 'Deployment', 'ClusterRole'] },
])('$name ($why)', ({ given, want }) => {
  expect(inCreationOrder(kinds(...given)).map(({ kind }) => kind)).toEqual(want);
});
