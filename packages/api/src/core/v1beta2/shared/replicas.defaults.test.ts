import { defaultReplicas } from './replicas.defaults.ts';

const range = { 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '2', 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '5' };
const [min] = Object.keys(range) as [string];

interface Case {
  readonly name: string;
  readonly why: string;
  readonly replicas?: number;
  readonly annotations?: Record<string, string>;
  readonly before?: number;
  readonly want: number;
}

const cases: readonly Case[] = [
  { name: 'a number in the request', why: 'the user decides, whatever the autoscaler may do', replicas: 9, annotations: range, want: 9 },
  { name: 'zero in the request', why: 'zero is a number', replicas: 0, want: 0 },
  { name: 'nothing', why: 'one Machine', want: 1 },
  { name: 'nothing, with replicas before', why: 'without an autoscaler the field is the user’s alone', before: 4, want: 1 },
  { name: 'only one annotation', why: 'both make a range', annotations: { [min]: '2' }, before: 4, want: 1 },
  { name: 'a range, new', why: 'the autoscaler starts at the bottom', annotations: range, want: 2 },
  { name: 'a range, inside before', why: 'handing over to the autoscaler must not scale', annotations: range, before: 4, want: 4 },
  { name: 'a range, below before', why: 'the autoscaler only acts inside', annotations: range, before: 0, want: 2 },
  { name: 'a range, above before', why: 'the autoscaler only acts inside', annotations: range, before: 8, want: 5 },
];

test.each(cases)('defaultReplicas: $name → $want ($why)', ({ replicas, annotations, before, want }) => {
  const previous = before === undefined ? undefined : { metadata: {}, spec: { replicas: before } };
  expect(defaultReplicas({ metadata: { annotations }, spec: { replicas } }, previous)).toBe(want);
});

test('a missing spec is as good as an empty one', () => {
  expect(defaultReplicas({ metadata: {} }, undefined)).toBe(1);
});

test.each(['many', '1.5', '99999999999', ''])('an annotation of %j is refused with its name', (text) => {
  expect(() => defaultReplicas({ metadata: { annotations: { ...range, [min]: text } }, spec: {} }, undefined)).toThrow(
    `annotation cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size must be a whole number, is ${JSON.stringify(text)}`,
  );
});
