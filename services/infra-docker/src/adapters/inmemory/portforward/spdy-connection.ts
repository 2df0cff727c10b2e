import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { controlFrame, dataFrameHeader, finFlag, frameType, resetFrame, SpdyFrameParser, SpdyProtocolError, type SpdyFrame } from '@clusterwright/kube-client/spdy/spdy-frames';
import { SpdyHeaderCodec, type SpdyHeaders } from '@clusterwright/kube-client/spdy/spdy-headers';

const streamLimit = 1000;

/** A stream that the peer opened: its headers, and bytes both ways. */
export class SpdyStream extends Duplex {
  readonly id: number;
  readonly headers: SpdyHeaders;
  readonly #transport: Duplex;
  #reset = false;

  constructor(id: number, headers: SpdyHeaders, transport: Duplex) {
    super();
    this.id = id;
    this.headers = headers;
    this.#transport = transport;
  }

  /** Takes data from the peer; resolves when there is room for more. */
  async receive(chunk: Buffer, fin: boolean): Promise<void> {
    if (this.destroyed || this.readableEnded) return;
    const hasRoom = chunk.length === 0 || this.push(chunk);
    if (fin) this.push(null);
    else if (!hasRoom) await Promise.race([once(this, 'room'), once(this, 'close')]);
  }

  /** The peer has given up this stream. */
  receiveReset(): void {
    this.#reset = true;
    this.destroy();
  }

  override _read(): void {
    this.emit('room');
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    // One write, so that a tunnel makes one message of it.
    this.#transport.write(Buffer.concat([dataFrameHeader(this.id, chunk.length, false), chunk]), callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#transport.write(dataFrameHeader(this.id, 0, true), callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const finished = this.readableEnded && this.writableFinished;
    if (!finished && !this.#reset && this.#transport.writable) this.#transport.write(resetFrame(this.id));
    callback(error);
  }
}

/**
 * The server side of a SPDY/3.1 connection as Kubernetes uses it: the client opens streams, there is no flow control, pings are answered.
 */
export class SpdyConnection {
  readonly #transport: Duplex;
  readonly #onStream: (stream: SpdyStream) => void;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #codec = new SpdyHeaderCodec();

  constructor(transport: Duplex, onStream: (stream: SpdyStream) => void) {
    this.#transport = transport;
    this.#onStream = onStream;
  }

  /** Reads frames until the transport ends or the peer breaks the protocol; closes everything then. Never rejects. */
  async run(): Promise<void> {
    const parser = new SpdyFrameParser();
    this.#transport.on('error', () => undefined);
    try {
      for await (const chunk of this.#transport) {
        for (const frame of parser.feed(chunk as Buffer)) await this.#handle(frame);
      }
    } catch {
      // A broken transport and a broken protocol end alike: everybody is told by the close below.
    } finally {
      this.#codec.close();
      this.#transport.destroy();
      for (const stream of this.#streams.values()) stream.receiveReset();
    }
  }

  async #handle(frame: SpdyFrame): Promise<void> {
    if (frame.kind === 'data') return this.#streams.get(frame.streamId)?.receive(frame.chunk, frame.fin);
    switch (frame.type) {
      case frameType.synStream:
        return this.#open(frame.payload, (frame.flags & finFlag) !== 0);
      case frameType.rstStream:
        this.#streams.get(streamIdOf(frame.payload))?.receiveReset();
        return;
      case frameType.ping:
        this.#transport.write(controlFrame(frameType.ping, frame.payload));
        return;
      default:
        return;
    }
  }

  async #open(payload: Buffer, fin: boolean): Promise<void> {
    if (payload.length < 10) throw new SpdyProtocolError('short SYN_STREAM');
    const id = streamIdOf(payload);
    // Header blocks share one compression state, so they are read even where the stream is refused.
    const headers = await this.#codec.decode(payload.subarray(10));
    if (this.#streams.size >= streamLimit || this.#streams.has(id)) return void this.#transport.write(resetFrame(id));

    const stream = new SpdyStream(id, headers, this.#transport);
    this.#streams.set(id, stream);
    stream.on('error', () => undefined);
    stream.once('close', () => this.#streams.delete(id));
    const idBytes = Buffer.from(payload.subarray(0, 4));
    this.#transport.write(controlFrame(frameType.synReply, Buffer.concat([idBytes, await this.#codec.encode(new Map())])));
    if (fin) await stream.receive(Buffer.alloc(0), true);
    this.#onStream(stream);
  }
}

function streamIdOf(payload: Buffer): number {
  if (payload.length < 4) throw new SpdyProtocolError('short control frame');
  return payload.readUInt32BE(0) & 0x7fff_ffff;
}
