import fc from 'fast-check';
import { decodeWatchLine, splitLines } from './watch-decoder.ts';

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    if (start >= bytes.length) return;
    yield bytes.subarray(start, start + size);
    start += size;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

async function linesOf(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of splitLines(chunks)) lines.push(line.toString('utf8'));
  return lines;
}

test('lines are the same however the network cuts them, also inside a character', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '))), fc.array(fc.integer({ min: 1, max: 7 })), async (texts, sizes) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''), 'utf8');
      expect(await linesOf(inChunks(bytes, sizes))).toEqual(texts);
    }),
  );
});

test('a line that was cut off by the end of the stream is no line', async () => {
  expect(await linesOf(inChunks(Buffer.from('{"a":1}\n{"b":'), []))).toEqual(['{"a":1}']);
});

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
