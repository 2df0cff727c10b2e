/** Types of control frames that port-forward meets; all others are ignored. */
export const frameType = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const;

/** Flag of the last frame of a stream in one direction. */
export const finFlag = 0x01;

const spdyVersion = 3;
const headerBytes = 8;
/** Header blocks here are a few hundred bytes. */
const controlLimitBytes = 64 * 1024;

export type SpdyFrame =
  | { readonly kind: 'control'; readonly type: number; readonly flags: number; readonly payload: Buffer }
  /** Part of a data frame; `fin` is set on the last part of a stream's last frame. */
  | { readonly kind: 'data'; readonly streamId: number; readonly chunk: Buffer; readonly fin: boolean };

/** The peer does not speak SPDY/3.1, or abuses it; the connection cannot go on. */
export class SpdyProtocolError extends Error {
  override readonly name = 'SpdyProtocolError';
}

/** A data frame whose bytes are still coming. */
interface OpenDataFrame {
  readonly streamId: number;
  readonly fin: boolean;
  remaining: number;
}

/** Cuts a byte stream into frames. Data is passed on as it comes, so large frames are never held. */
export class SpdyFrameParser {
  #buffer: Buffer = Buffer.alloc(0);
  #data: OpenDataFrame | undefined;

  /** Errors: `SpdyProtocolError`. */
  *feed(chunk: Buffer): Generator<SpdyFrame> {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (let frame = this.#next(); frame; frame = this.#next()) yield frame;
  }

  #next(): SpdyFrame | undefined {
    if (this.#data) return this.#nextDataPart(this.#data);
    if (this.#buffer.length < headerBytes) return undefined;
    const first = this.#buffer.readUInt32BE(0);
    const flags = this.#buffer.readUInt8(4);
    const length = this.#buffer.readUIntBE(5, 3);
    if (first >= 0x8000_0000) return this.#nextControl(first, flags, length);
    this.#take(headerBytes);
    const data = { streamId: first, remaining: length, fin: (flags & finFlag) !== 0 };
    if (length === 0) return { kind: 'data', streamId: first, chunk: Buffer.alloc(0), fin: data.fin };
    this.#data = data;
    return this.#nextDataPart(data);
  }

  #nextControl(first: number, flags: number, length: number): SpdyFrame | undefined {
    const version = (first >>> 16) & 0x7fff;
    if (version !== spdyVersion) throw new SpdyProtocolError(`unsupported SPDY version ${version}`);
    if (length > controlLimitBytes) throw new SpdyProtocolError(`control frame of ${length} bytes`);
    if (this.#buffer.length < headerBytes + length) return undefined;
    this.#take(headerBytes);
    return { kind: 'control', type: first & 0xffff, flags, payload: this.#take(length) };
  }

  #nextDataPart(data: OpenDataFrame): SpdyFrame | undefined {
    if (this.#buffer.length === 0) return undefined;
    const chunk = this.#take(Math.min(data.remaining, this.#buffer.length));
    data.remaining -= chunk.length;
    const last = data.remaining === 0;
    if (last) this.#data = undefined;
    return { kind: 'data', streamId: data.streamId, chunk, fin: last && data.fin };
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }
}

export function controlFrame(type: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(0x8000 | spdyVersion, 0);
  header.writeUInt16BE(type, 2);
  header.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([header, payload]);
}

/** The header of a data frame, to be followed by `length` bytes. */
export function dataFrameHeader(streamId: number, length: number, fin: boolean): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(streamId, 0);
  header.writeUInt8(fin ? finFlag : 0, 4);
  header.writeUIntBE(length, 5, 3);
  return header;
}

/** RST_STREAM with status CANCEL. */
export function resetFrame(streamId: number): Buffer {
  const payload = Buffer.alloc(8);
  payload.writeUInt32BE(streamId, 0);
  payload.writeUInt32BE(5, 4);
  return controlFrame(frameType.rstStream, payload);
}
