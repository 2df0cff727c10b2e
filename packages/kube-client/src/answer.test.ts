import { apiErrorOf, retryDelayMs } from './answer.ts';
import type { HttpAnswer } from './answer.ts';

const answer = (status: number, headers: HttpAnswer['headers'] = {}, text = ''): HttpAnswer => ({ status, headers, text });
const later = { 'retry-after': '2' };
const status = (code: number, rest: object = {}) => JSON.stringify({ kind: 'Status', status: 'Failure', code, reason: 'TooManyRequests', message: 'slow down', ...rest });

const retries = [
  { name: 'too many requests', why: 'the server asks for it', method: 'POST', answer: answer(429, later), attempt: 1, want: 2000 },
  { name: 'too many requests, said in the body', why: 'older servers send no header', method: 'GET', answer: answer(429, {}, status(429, { details: { retryAfterSeconds: 1 } })), attempt: 1, want: 1000 },
  { name: 'too many requests without a time', why: 'nobody asked to come back', method: 'GET', answer: answer(429), attempt: 1, want: undefined },
  { name: 'a long time', why: 'the pass has a budget of its own', method: 'GET', answer: answer(429, { 'retry-after': '600' }), attempt: 1, want: 10_000 },
  { name: 'the last attempt', why: 'then the queue backs off', method: 'GET', answer: answer(429, later), attempt: 4, want: undefined },
  { name: 'an unready server', why: 'it has not begun', method: 'POST', answer: answer(503, later), attempt: 1, want: 2000 },
  { name: 'a create that timed out', why: 'it may have been carried out', method: 'POST', answer: answer(504, later), attempt: 1, want: undefined },
  { name: 'a patch that timed out', why: 'doing it again does no harm', method: 'PATCH', answer: answer(504, later), attempt: 1, want: 2000 },
  { name: 'a conflict', why: 'it must be computed anew', method: 'PATCH', answer: answer(409, later), attempt: 1, want: undefined },
  { name: 'a negative time', why: 'nobody waits backwards', method: 'GET', answer: answer(429, { 'retry-after': '-3' }), attempt: 1, want: 0 },
];
test.each(retries)('after $name the next try is in $want ms ($why)', ({ method, answer: given, attempt, want }) => {
  expect(retryDelayMs(method, given, attempt)).toBe(want);
});

const request = { method: 'GET', path: '/api/v1/pods?limit=1' };
const errors = [
  { name: 'a Status', why: 'it says everything', answer: answer(429, later, status(429)), want: { status: 429, reason: 'TooManyRequests', message: 'slow down', retryAfterMs: 2000 } },
  { name: 'HTML of a proxy', why: 'there is no Status', answer: answer(502, {}, '<html>bad gateway</html>'), want: { status: 502, reason: 'Unknown', message: 'GET /api/v1/pods: server answered 502 <html>bad gateway</html>' } },
  { name: 'an empty answer', why: 'the number is all there is', answer: answer(401), want: { status: 401, reason: 'Unauthorized', message: 'GET /api/v1/pods: server answered 401' } },
  { name: 'JSON that is no Status', why: 'null has no kind', answer: answer(500, {}, 'null'), want: { status: 500, reason: 'Unknown' } },
  { name: 'a number from the transport', why: 'a Status may carry another code', answer: answer(404, {}, status(500)), want: { status: 404 } },
];
test.each(errors)('$name becomes an ApiError ($why)', ({ answer: given, want }) => {
  expect(apiErrorOf(request, given)).toMatchObject(want);
});
