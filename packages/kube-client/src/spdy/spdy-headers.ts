import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { spdyDictionary } from './spdy-dictionary.ts';
import { SpdyProtocolError } from './spdy-frames.ts';

/** Inflated, a header block of port-forward is a few hundred bytes. */
const blockLimitBytes = 64 * 1024;

export type SpdyHeaders = ReadonlyMap<string, string>;

/** Compresses and decompresses the header blocks of one connection; each direction is one zlib stream for its whole life, so calls must not overlap. */
export class SpdyHeaderCodec {
  readonly #inflate: Inflate = createInflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH });
  readonly #deflate: Deflate = createDeflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH });

  /** Errors: `SpdyProtocolError`. */
  async decode(block: Buffer): Promise<SpdyHeaders> {
    return parseHeaders(await pass(this.#inflate, block));
  }

  encode(headers: SpdyHeaders): Promise<Buffer> {
    return pass(this.#deflate, formatHeaders(headers));
  }

  close(): void {
    this.#inflate.destroy();
    this.#deflate.destroy();
  }
}

/** Sends one block through a zlib stream, and returns what came out for it. */
function pass(stream: Inflate | Deflate, block: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (error?: Error | null): void => {
      stream.off('data', collect);
      stream.off('error', settle);
      stream.off('close', closed);
      if (error) reject(new SpdyProtocolError(`bad header block: ${error.message}`, { cause: error }));
      else resolve(Buffer.concat(chunks));
    };
    const closed = (): void => settle(new Error('connection closed'));
    const collect = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > blockLimitBytes) stream.destroy(new Error('too large'));
    };
    stream.on('data', collect);
    stream.on('error', settle);
    stream.on('close', closed);
    stream.write(block, settle);
  });
}

function parseHeaders(block: Buffer): SpdyHeaders {
  const headers = new Map<string, string>();
  try {
    let offset = 4;
    const read = (): string => {
      const length = block.readUInt32BE(offset);
      const text = block.toString('utf8', offset + 4, offset + 4 + length);
      offset += 4 + length;
      return text;
    };
    for (let count = block.readUInt32BE(0); count > 0; count -= 1) headers.set(read().toLowerCase(), read());
  } catch (cause) {
    throw new SpdyProtocolError('bad header block: truncated', { cause });
  }
  return headers;
}

function formatHeaders(headers: SpdyHeaders): Buffer {
  const parts = [uint32(headers.size)];
  for (const text of [...headers].flat()) {
    const bytes = Buffer.from(text);
    parts.push(uint32(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
