import fc from 'fast-check';
import { splitFrames } from './watch-frames.ts';

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    if (start >= bytes.length) return;
    yield bytes.subarray(start, start + size);
    start += size;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

async function framesOf(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const frames: string[] = [];
  for await (const frame of splitFrames(chunks)) frames.push(frame.toString('utf8').trim());
  return frames.filter((frame) => frame !== '');
}

const objects = fc.array(fc.record({ type: fc.constant('ADDED'), object: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant({}), fc.constant('}{"\\'))) }));
const sizes = fc.array(fc.integer({ min: 1, max: 7 }));
const forms = [
  { name: 'one a line', why: 'kube-apiserver does it', write: (values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('') },
  { name: 'indented, with nothing in between', why: 'the simulated API servers of upstream do it', write: (values: unknown[]) => values.map((value) => JSON.stringify(value, null, 1)).join('') },
  { name: 'indented, with line ends', why: 'the format allows it', write: (values: unknown[]) => values.map((value) => `${JSON.stringify(value, null, 2)}\n`).join('') },
];
test.each(forms)('objects $name are the same however the network cuts them, also inside a character ($why)', async ({ write }) => {
  await fc.assert(
    fc.asyncProperty(objects, sizes, async (values, cuts) => {
      const frames = await framesOf(inChunks(Buffer.from(write(values), 'utf8'), cuts));
      expect(frames.map((frame): unknown => JSON.parse(frame))).toEqual(values);
    }),
  );
});

test('an object is there as soon as its last byte is', async () => {
  async function* open(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{\n "type": "ADDED"\n}');
    await new Promise(() => undefined);
  }
  const { value } = await splitFrames(open()).next();
  expect(String(value)).toBe('{\n "type": "ADDED"\n}');
});

test('an object that was cut off by the end of the stream is none', async () => {
  expect(await framesOf(inChunks(Buffer.from('{"a":1}\n{"b":'), []))).toEqual(['{"a":1}']);
});

test('what is no object is passed on, for the decoder to refuse', async () => {
  expect(await framesOf(inChunks(Buffer.from('<html>\n</html>\n'), []))).toEqual(['<html>', '</html>']);
});
