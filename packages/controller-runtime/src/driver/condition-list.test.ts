import type { Condition } from '@clusterwright/api';
import { mergeConditions, mergeV1Beta1Conditions } from './condition-list.ts';

const before = '2026-01-01T00:00:00Z';
const now = '2026-11-21T12:00:00Z';
const stored = (type: string, status: Condition['status'], rest: Partial<Condition> = {}): Condition => ({ type, status, reason: 'R', message: '', lastTransitionTime: before, ...rest });
const draft = (type: string, status: Condition['status'], rest: { reason?: string; message?: string; lastTransitionTime?: string } = {}) => ({ type, status, reason: 'R', ...rest });
const options = { owned: new Set(['Ready', 'Old']), generation: 3, now };

const times = [
  { name: 'a new condition', why: 'it begins now', current: [], drafts: [draft('Ready', 'True')], want: { lastTransitionTime: now, observedGeneration: 3, message: '' } },
  { name: 'another reason', why: 'the status is the same', current: [stored('Ready', 'True')], drafts: [draft('Ready', 'True', { reason: 'Other', message: 'm' })], want: { reason: 'Other', message: 'm', lastTransitionTime: before } },
  { name: 'another status', why: 'it flips now', current: [stored('Ready', 'True')], drafts: [draft('Ready', 'Unknown')], want: { lastTransitionTime: now } },
  { name: 'a mirrored time', why: 'it is that of the source', current: [stored('Ready', 'True')], drafts: [draft('Ready', 'False', { lastTransitionTime: '2025-05-05T00:00:00Z' })], want: { lastTransitionTime: '2025-05-05T00:00:00Z' } },
  { name: 'a mirrored time of the same status', why: 'nothing flipped here: the source was made anew, such as a Node that registered again', current: [stored('Ready', 'True')], drafts: [draft('Ready', 'True', { lastTransitionTime: '2025-05-05T00:00:00Z' })], want: { lastTransitionTime: before } },
];
test.each(times)('$name: stamped right ($why)', ({ current, drafts, want }) => {
  expect(mergeConditions(current, drafts, options)).toMatchObject([want]);
});

test('an owned type without a draft goes, those of others stay as they are', () => {
  const foreign = stored('HealthCheckSucceeded', 'False', { observedGeneration: 1 });
  expect(mergeConditions([stored('Old', 'True'), foreign], [draft('Ready', 'True')], options).map(({ type }) => type)).toEqual(['Ready', 'HealthCheckSucceeded']);
  expect(mergeConditions([foreign], [], options)).toEqual([foreign]);
});

test('an object without a generation has none in its conditions', () => {
  expect(mergeConditions([], [draft('Ready', 'True')], { ...options, generation: undefined })[0]).not.toHaveProperty('observedGeneration');
});

test("conditions come in upstream's order: known types by rank, others between by bytes, Paused and Deleting last", () => {
  const drafts = ['Deleting', 'Paused', 'zeta', 'Gate', 'ScalingUp', 'Ready', 'Available', 'Alpha'].map((type) => draft(type, 'True'));
  expect(mergeConditions([], drafts, options).map(({ type }) => type)).toEqual(['Available', 'Ready', 'ScalingUp', 'Alpha', 'Gate', 'zeta', 'Paused', 'Deleting']);
});

test('the time of an old condition changes with any part of it', () => {
  const known = { type: 'Ready', status: 'False', severity: 'Info', reason: 'R', lastTransitionTime: before };
  const timeOf = (rest: object): string | undefined => mergeV1Beta1Conditions([known], [{ type: 'Ready', status: 'False', severity: 'Info', reason: 'R', ...rest }], now)[0]?.lastTransitionTime;
  expect([timeOf({}), timeOf({ message: '' }), timeOf({ reason: 'Other' }), timeOf({ severity: 'Error' }), timeOf({ message: 'm' })]).toEqual([before, before, now, now, now]);
});

test("a mirrored old condition begins with its source's time and changes at its own", () => {
  const source = { type: 'Ready', status: 'False', reason: 'Other', lastTransitionTime: '2025-05-05T00:00:00Z' } as const;
  const timeAfter = (current: Parameters<typeof mergeV1Beta1Conditions>[0]): string | undefined => mergeV1Beta1Conditions(current, [source], now)[0]?.lastTransitionTime;
  expect([timeAfter([]), timeAfter([{ ...source, lastTransitionTime: before }]), timeAfter([{ ...source, reason: 'R', lastTransitionTime: before }])]).toEqual(['2025-05-05T00:00:00Z', before, now]);
});

test('old conditions list Ready first, and empty parts are left out', () => {
  const merged = mergeV1Beta1Conditions([{ type: 'Foreign', status: 'True', lastTransitionTime: before }], [{ type: 'B', status: 'True', severity: '', message: undefined }, { type: 'Ready', status: 'True' }], now);
  expect(merged).toEqual([
    { type: 'Ready', status: 'True', lastTransitionTime: now },
    { type: 'B', status: 'True', lastTransitionTime: now },
    { type: 'Foreign', status: 'True', lastTransitionTime: before },
  ]);
});
