import { controlFrame, dataFrameHeader, frameType, SpdyFrameParser, type SpdyFrame } from './spdy-frames.ts';
import { spdyDictionary } from './spdy-dictionary.ts';

/** Adler-32, by which zlib names a dictionary. */
function adler32(bytes: Buffer): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

test('the dictionary is that of SPDY/3', () => {
  expect(spdyDictionary).toHaveLength(1423);
  expect(adler32(spdyDictionary)).toBe(0xe3c6_a7c2);
});

/** Frames as text, data parts of one frame joined. */
function read(chunks: readonly Buffer[]): string[] {
  const parser = new SpdyFrameParser();
  const frames: SpdyFrame[] = chunks.flatMap((chunk) => [...parser.feed(chunk)]);
  return frames.map((frame) => (frame.kind === 'control' ? `control ${frame.type} ${frame.payload.toString()}` : `data ${frame.streamId} ${frame.chunk.toString()}${frame.fin ? ' fin' : ''}`));
}

const stream = Buffer.concat([controlFrame(frameType.ping, Buffer.from('pppp')), dataFrameHeader(3, 5, true), Buffer.from('hello'), dataFrameHeader(5, 0, true), controlFrame(frameType.goAway, Buffer.from('bye!'))]);

test('frames in one chunk', () => {
  expect(read([stream])).toEqual(['control 6 pppp', 'data 3 hello fin', 'data 5  fin', 'control 7 bye!']);
});

test('frames cut anywhere carry the same bytes', () => {
  for (let cut = 1; cut < stream.length; cut += 1) {
    const frames = read([stream.subarray(0, cut), stream.subarray(cut)]);
    const data = frames.filter((frame) => frame.startsWith('data 3 ')).map((frame) => frame.slice('data 3 '.length)).join('');
    expect(data).toBe('hello fin');
    expect(frames.filter((frame) => frame.startsWith('control'))).toEqual(['control 6 pppp', 'control 7 bye!']);
  }
});

test.each([
  { name: 'another version', why: 'SPDY/2 has other frames', bytes: '8002000600000004' },
  { name: 'a control frame of a megabyte', why: 'it would be held in memory', bytes: '8003000100100000' },
])('refuses $name ($why)', ({ bytes }) => {
  expect(() => read([Buffer.from(bytes, 'hex')])).toThrow(/version|control frame/);
});
