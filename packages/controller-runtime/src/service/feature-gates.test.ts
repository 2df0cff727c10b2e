import { missingBehindGates, parseFeatureGates } from './feature-gates.ts';

const cases = [
  { name: 'nothing', why: 'defaults: beta is on', pairs: [], gate: 'MachinePool', want: true },
  { name: 'nothing', why: 'defaults: alpha is off', pairs: [], gate: 'ClusterTopology', want: false },
  { name: 'a gate', why: 'it is asked for', pairs: ['ClusterTopology=true'], gate: 'ClusterTopology', want: true },
  { name: 'all of a stage', why: 'it has that stage', pairs: ['AllAlpha=true'], gate: 'RuntimeSDK', want: true },
  { name: 'all of another stage', why: 'it has another', pairs: ['AllBeta=false'], gate: 'RuntimeSDK', want: false },
  { name: 'a gate and its stage', why: 'the gate itself counts', pairs: ['AllAlpha=true', 'RuntimeSDK=false'], gate: 'RuntimeSDK', want: false },
] as const;
test.each(cases)('$gate after $name $pairs: $want ($why)', ({ pairs, gate, want }) => {
  expect(parseFeatureGates(pairs).enabled(gate)).toBe(want);
});

const refused = [
  { pair: 'NoSuchGate=true', message: 'unknown gate NoSuchGate, known are' },
  { pair: 'toString=true', message: 'unknown gate toString' },
  { pair: 'ClusterTopology', message: '"ClusterTopology" must be Gate=true or Gate=false' },
  { pair: 'ClusterTopology=yes', message: '"ClusterTopology=yes" must be' },
];
test.each(refused)('$pair is refused', ({ pair, message }) => {
  expect(() => parseFeatureGates([pair])).toThrow(expect.objectContaining({ code: 'Flag', message: expect.stringContaining(message) as string }) as Error);
});

test('what is missing behind a gate is told to whoever switches it on, and to nobody else', () => {
  const partial = { ClusterTopology: 'nearly all', InPlaceUpdates: 'a bit' };
  expect(missingBehindGates(parseFeatureGates([]), partial)).toBeUndefined();
  expect(missingBehindGates(parseFeatureGates(['InPlaceUpdates=true', 'RuntimeSDK=true']), partial)).toEqual({ InPlaceUpdates: 'a bit' });
});
