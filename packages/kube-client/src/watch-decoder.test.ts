import { decodeWatchLine } from './watch-decoder.ts';

const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', resourceVersion: '5' } };
const events = [
  { name: 'an addition', why: 'it carries the object', event: { type: 'ADDED', object }, want: { type: 'ADDED', object } },
  { name: 'a bookmark', why: 'only its version counts', event: { type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } }, want: { type: 'BOOKMARK', resourceVersion: '9', initialEventsEnd: false } },
  {
    name: 'the end of the initial events',
    why: 'an annotation says so',
    event: { type: 'BOOKMARK', object: { metadata: { resourceVersion: '9', annotations: { 'k8s.io/initial-events-end': 'true' } } } },
    want: { type: 'BOOKMARK', resourceVersion: '9', initialEventsEnd: true },
  },
];
test.each(events)('decodes $name ($why)', ({ event, want }) => {
  expect(decodeWatchLine(JSON.stringify(event))).toEqual(want);
});

test('an ERROR event is the refusal it carries', () => {
  const line = JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (2)' } });
  expect(() => decodeWatchLine(line)).toThrow(expect.objectContaining({ status: 410, reason: 'Expired', message: 'too old resource version: 1 (2)' }) as Error);
});

const malformed = [
  { name: 'no JSON', line: '<html>', message: 'Unexpected token' },
  { name: 'no object', line: '{"type":"ADDED"}', message: 'ADDED event without an object' },
  { name: 'an object without a name', line: '{"type":"DELETED","object":{"metadata":{}}}', message: 'DELETED event without an object' },
  { name: 'a bookmark without a version', line: '{"type":"BOOKMARK","object":{"metadata":{}}}', message: 'BOOKMARK event without a resourceVersion' },
  { name: 'an unknown type', line: '{"type":"MOVED","object":{}}', message: 'event of unknown type "MOVED"' },
  { name: 'an error without a body', line: '{"type":"ERROR"}', message: 'watch ended with an error' },
];
test.each(malformed)('refuses $name, so that the watch is opened anew and nothing is guessed', ({ line, message }) => {
  expect(() => decodeWatchLine(line)).toThrow(message);
});
