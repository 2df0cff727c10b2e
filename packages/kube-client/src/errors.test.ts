import { InvariantError } from '@clusterwright/api/errors';
import { ApiError, TransportError, wasRefused } from './errors.ts';

const outcomes = [
  { name: 'an invalid object', why: 'the server said no', error: new ApiError('x', { status: 422, reason: 'Invalid' }), want: true },
  { name: 'a conflict', why: 'the server said no', error: new ApiError('x', { status: 409, reason: 'Conflict' }), want: true },
  { name: 'a failing server', why: 'etcd may have taken it', error: new ApiError('x', { status: 500, reason: 'InternalError' }), want: false },
  { name: 'a request that took too long', why: 'it may still be under way', error: new ApiError('x', { status: 408, reason: 'Timeout' }), want: false },
  { name: 'a broken connection', why: 'only the answer may be lost', error: new TransportError('x'), want: false },
  { name: 'a defect before sending', why: 'nothing was sent', error: new InvariantError('x'), want: true },
  { name: 'an error nobody knows', why: 'nothing is certain', error: new Error('x'), want: false },
];
test.each(outcomes)('$name: refused is $want ($why)', ({ error, want }) => {
  expect(wasRefused(error)).toBe(want);
});
