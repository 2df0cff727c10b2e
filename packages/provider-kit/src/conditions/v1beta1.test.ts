import { aggregateV1Beta1, mirrorV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True, v1beta1Unknown, type V1Beta1ConditionState } from './v1beta1.ts';

const of = ['Bootstrap', 'Infra', 'Node'];

const summaries: readonly { name: string; why: string; conditions: readonly V1Beta1ConditionState[]; stepCounter?: boolean; stepCounterIfOnly?: readonly string[]; want: object | undefined }[] = [
  { name: 'no conditions', why: 'nothing to say', conditions: [], want: undefined },
  { name: 'all true', why: 'Ready says no more than that', conditions: [v1beta1True('Infra'), v1beta1True('Node')], want: { type: 'Ready', status: 'True' } },
  {
    name: 'an error beside a warning',
    why: 'errors come first whatever the order',
    conditions: [v1beta1False('Bootstrap', 'Slow', 'Warning', 'slow'), v1beta1False('Infra', 'Broken', 'Error', 'broken')],
    want: { type: 'Ready', status: 'False', severity: 'Error', reason: 'Broken', message: 'broken' },
  },
  {
    name: 'two infos',
    why: 'the first type asked for speaks',
    conditions: [v1beta1False('Node', 'Later', 'Info', 'later'), v1beta1False('Infra', 'Soon', 'Info', 'soon')],
    want: { type: 'Ready', status: 'False', severity: 'Info', reason: 'Soon', message: 'soon' },
  },
  { name: 'an unknown beside a true', why: 'in the old API true outranks unknown', conditions: [v1beta1Unknown('Node', 'Who', 'knows'), v1beta1True('Infra')], want: { type: 'Ready', status: 'True' } },
  { name: 'a False without severity', why: 'it comes from the newer API and does not weigh', conditions: [{ type: 'Infra', status: 'False', reason: 'NotReady' }, v1beta1True('Node')], want: { type: 'Ready', status: 'True' } },
  { name: 'a type not asked for, and Ready itself', why: 'they do not count', conditions: [v1beta1False('Ready', 'X', 'Error'), v1beta1False('Other', 'X', 'Error'), v1beta1True('Infra')], want: { type: 'Ready', status: 'True' } },
  {
    name: 'a step counter',
    why: 'progress is shown while provisioning',
    conditions: [v1beta1True('Bootstrap'), v1beta1False('Infra', 'Waiting', 'Info', 'dropped')],
    stepCounter: true,
    want: { type: 'Ready', status: 'False', severity: 'Info', reason: 'Waiting', message: '1 of 3 completed' },
  },
  {
    name: 'a step counter limited to provisioning',
    why: 'its own number of steps',
    conditions: [v1beta1True('Bootstrap'), v1beta1False('Infra', 'Waiting', 'Info', 'dropped')],
    stepCounter: true,
    stepCounterIfOnly: ['Bootstrap', 'Infra'],
    want: { type: 'Ready', status: 'False', severity: 'Info', reason: 'Waiting', message: '1 of 2 completed' },
  },
  {
    name: 'a step counter after provisioning',
    why: 'a condition of a later stage ends counting',
    conditions: [v1beta1True('Bootstrap'), v1beta1False('Node', 'Lost', 'Error', 'node is lost')],
    stepCounter: true,
    stepCounterIfOnly: ['Bootstrap', 'Infra'],
    want: { type: 'Ready', status: 'False', severity: 'Error', reason: 'Lost', message: 'node is lost' },
  },
];

test.each(summaries)('summarizeV1Beta1: $name ($why)', ({ conditions, stepCounter, stepCounterIfOnly, want }) => {
  expect(summarizeV1Beta1({ conditions, of, stepCounter, stepCounterIfOnly })).toEqual(want);
});

test('negative conditions count as their opposite', () => {
  const conditions: readonly V1Beta1ConditionState[] = [{ type: 'Infra', status: 'True', severity: 'Warning', reason: 'Rolling', message: 'rolling' }];
  expect(summarizeV1Beta1({ conditions, of, negative: ['Infra'] })).toEqual({ type: 'Ready', status: 'False', severity: 'Warning', reason: 'Rolling', message: 'rolling' });
});

test.each([
  { name: 'the source', ready: v1beta1False('Ready', 'Broken', 'Error', 'broken'), want: { type: 'Infra', status: 'False', severity: 'Error', reason: 'Broken', message: 'broken' } },
  { name: 'a source of the newer API', ready: { type: 'Ready', status: 'True', reason: 'Ready', message: '' } as const, want: { type: 'Infra', status: 'True', reason: 'Ready' } },
  { name: 'the fallback where there is no source', ready: undefined, want: { type: 'Infra', status: 'False', severity: 'Info', reason: 'Waiting' } },
])('mirrorV1Beta1 repeats $name', ({ ready, want }) => {
  expect(mirrorV1Beta1('Infra', ready, { status: false, reason: 'Waiting', severity: 'Info' })).toEqual(want);
});

test('mirrorV1Beta1 without source and fallback states nothing', () => {
  expect(mirrorV1Beta1('Infra', undefined)).toBeUndefined();
});

test('aggregateV1Beta1 counts steps over all objects and names the source of the reason', () => {
  const object = (name: string) => ({ kind: 'Machine', metadata: { name } });
  const objects = [
    { object: object('b'), ready: v1beta1False('Ready', 'Waiting', 'Info') },
    { object: object('a'), ready: v1beta1False('Ready', 'Waiting', 'Info') },
    { object: object('c'), ready: v1beta1True('Ready') },
    { object: object('d'), ready: undefined },
  ];
  expect(aggregateV1Beta1({ target: 'MachinesReady', objects, addSource: true })).toEqual({ type: 'MachinesReady', status: 'False', severity: 'Info', reason: 'Waiting @ Machine/a', message: '1 of 4 completed' });
});
