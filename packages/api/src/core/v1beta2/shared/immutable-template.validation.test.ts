import { isTopologyDryRun, validateImmutableTemplate } from './immutable-template.validation.ts';

test('the order of fields is no change, a value is', () => {
  expect(validateImmutableTemplate({ a: 1, b: { c: [1, 2], d: 'x' } }, { b: { d: 'x', c: [1, 2] }, a: 1 }, 'DevMachineTemplate')).toEqual([]);
  expect(validateImmutableTemplate({ a: [1, 2] }, { a: [2, 1] }, 'DevMachineTemplate')).toEqual([
    { field: 'spec.template.spec', type: 'Invalid', value: { a: [1, 2] }, detail: 'spec.template.spec of a DevMachineTemplate is immutable, create a new DevMachineTemplate and refer to that' },
  ]);
});

test('an absent spec differs from one that says something', () => {
  expect(validateImmutableTemplate(undefined, undefined, 'DevMachineTemplate')).toEqual([]);
  expect(validateImmutableTemplate(undefined, { a: 1 }, 'DevMachineTemplate')).toHaveLength(1);
});

const cases: readonly { name: string; annotations: Record<string, string>; dryRun: boolean; want: boolean }[] = [
  { name: 'a dry run with the annotation', annotations: { 'topology.cluster.x-k8s.io/dry-run': '' }, dryRun: true, want: true },
  { name: 'any other dry run', annotations: {}, dryRun: true, want: false },
  { name: 'a write with the annotation', annotations: { 'topology.cluster.x-k8s.io/dry-run': '' }, dryRun: false, want: false },
];
test.each(cases)('isTopologyDryRun: $name is $want', ({ annotations, dryRun, want }) => {
  expect(isTopologyDryRun({ metadata: { annotations } }, { dryRun })).toBe(want);
});
