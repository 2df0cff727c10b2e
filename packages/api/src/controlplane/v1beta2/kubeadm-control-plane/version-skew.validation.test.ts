import { validateVersionSkew } from './version-skew.validation.ts';

test.each([
  { from: 'v1.36.3', to: 'v1.36.3', why: 'no change', want: [] },
  { from: 'v1.36.3', to: 'v1.37.0', why: 'the next minor', want: [] },
  { from: 'v1.36.3', to: 'v1.37.9', why: 'whatever its patch', want: [] },
  { from: 'v1.36.3', to: 'v1.38.0-rc.1', why: 'a pre-release counts as its minor', want: ['Forbidden'] },
  { from: 'v1.36.3', to: 'v1.38.0', why: 'one is skipped', want: ['Forbidden'] },
  { from: 'v1.36.3', to: 'v2.0.0', why: 'another major', want: ['Forbidden'] },
  { from: 'v1.36.3', to: 'v1.35.0', why: 'down is not refused here', want: [] },
  { from: '1.36', to: 'v1.37.0', why: 'what was stored may be shorter', want: [] },
  { from: 'x', to: 'v1.37.0', why: 'the stored one cannot be read', want: ['InternalError'] },
  { from: 'v1.36.3', to: 'x', why: 'the new one cannot be read', want: ['InternalError'] },
])('validateVersionSkew: $from to $to ($why)', ({ from, to, want }) => {
  expect(validateVersionSkew(to, from, 'spec.version').map(({ type }) => type)).toEqual(want);
});
