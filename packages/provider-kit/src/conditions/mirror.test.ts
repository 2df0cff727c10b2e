import { mirror } from './mirror.ts';

const source = { type: 'Ready', status: 'False', reason: 'Broken', message: 'it broke', lastTransitionTime: '2026-11-21T12:00:00Z' } as const;

test('mirrors status, reason, message and the time of the change', () => {
  expect(mirror({ target: 'InfrastructureReady', source })).toEqual({ ...source, type: 'InfrastructureReady' });
});

test('a missing source gives the fallback', () => {
  expect(mirror({ target: 'InfrastructureReady', source: undefined, sourceType: 'Ready', fallback: { status: 'True', reason: 'Ready' } })).toEqual({ type: 'InfrastructureReady', status: 'True', reason: 'Ready', message: '' });
});

test('a missing source without fallback is unknown, and names what was looked for', () => {
  expect(mirror({ target: 'InfrastructureReady', source: undefined, sourceType: 'Ready' })).toEqual({
    type: 'InfrastructureReady',
    status: 'Unknown',
    reason: 'NotYetReported',
    message: 'Condition Ready not yet reported',
  });
});
