import type { IncomingMessage } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { controlFrame, dataFrameHeader, frameType, SpdyFrameParser, SpdyProtocolError, type SpdyFrame } from './spdy-frames.ts';
import { SpdyHeaderCodec } from './spdy-headers.ts';

const spdyProtocol = 'SPDY/3.1';
const streamProtocol = 'portforward.k8s.io';
/** Streams that a client opens have odd ids. */
const errorStreamId = 1;
const dataStreamId = 3;

export interface SpdyPortForwardRequest {
  readonly url: URL;
  /** TLS and credentials. */
  readonly options: RequestOptions;
  readonly port: number;
  /** Makes an error of an answer that is no upgrade. */
  readonly refusal: (response: IncomingMessage) => Promise<Error>;
  /** Makes an error of what breaks the stream once it is open. */
  readonly broken: (cause: unknown) => Error;
}

/** Opens a port of a Pod over a SPDY connection of its own, with one error stream and one data stream. Errors: `refusal`, or why the connection broke. */
export async function openSpdyPortForward({ url, options, port, refusal, broken }: SpdyPortForwardRequest): Promise<Duplex> {
  const forwarded = new SpdyForwardedPort(await upgrade(url, options, refusal), broken);
  await forwarded.open(port);
  return forwarded;
}

function upgrade(url: URL, options: RequestOptions, refusal: SpdyPortForwardRequest['refusal']): Promise<Duplex> {
  const headers = { ...(options.headers as Record<string, string>), connection: 'Upgrade', upgrade: spdyProtocol, 'x-stream-protocol-version': streamProtocol };
  const send = url.protocol === 'http:' ? plainRequest : tlsRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, method: 'POST', headers, agent: false });
    request.once('upgrade', (_response, socket, head) => {
      // The time limit was for the answer: a forwarded port may be silent.
      socket.setTimeout?.(0);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once('response', (response) => void refusal(response).then(reject, reject).finally(() => request.destroy()));
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
    request.end();
  });
}

/** The data stream; what comes on the error stream ends it. */
class SpdyForwardedPort extends Duplex {
  readonly #connection: Duplex;
  readonly #broken: SpdyPortForwardRequest['broken'];
  readonly #codec = new SpdyHeaderCodec();
  #problem = '';
  #ended = false;

  constructor(connection: Duplex, broken: SpdyPortForwardRequest['broken']) {
    super({ allowHalfOpen: false });
    this.#connection = connection;
    this.#broken = broken;
    const parser = new SpdyFrameParser();
    connection.on('data', (chunk: Buffer) => {
      try {
        for (const frame of parser.feed(chunk)) this.#receive(frame);
      } catch (error) {
        this.#fail(error);
      }
    });
    connection.on('error', (error) => this.#fail(error));
    connection.on('close', () => this.#end());
    this.on('error', () => undefined);
  }

  /** Opens both streams; resolves when the server has accepted them. */
  async open(port: number): Promise<void> {
    const accepted = Promise.race([once(this, 'accepted'), once(this, 'close').then(() => Promise.reject(this.errored ?? new Error('connection closed')))]);
    await Promise.all([accepted, this.#openStreams(port)]);
  }

  async #openStreams(port: number): Promise<void> {
    const shared = { port: String(port), requestid: '0' };
    await this.#openStream(errorStreamId, { streamtype: 'error', ...shared });
    // Nothing is ever said on it by the client.
    this.#connection.write(dataFrameHeader(errorStreamId, 0, true));
    await this.#openStream(dataStreamId, { streamtype: 'data', ...shared });
  }

  async #openStream(id: number, headers: Record<string, string>): Promise<void> {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt32BE(id, 0);
    this.#connection.write(controlFrame(frameType.synStream, Buffer.concat([fixed, await this.#codec.encode(new Map(Object.entries(headers)))])));
  }

  #receive(frame: SpdyFrame): void {
    if (frame.kind === 'data') return this.#receiveData(frame);
    if (frame.type === frameType.ping) this.#connection.write(controlFrame(frameType.ping, frame.payload));
    else if (frame.type === frameType.goAway) this.#end();
    else if (streamIdOf(frame.payload) !== dataStreamId) return;
    else if (frame.type === frameType.synReply) this.emit('accepted');
    else if (frame.type === frameType.rstStream) this.#end();
  }

  #receiveData({ streamId, chunk, fin }: Extract<SpdyFrame, { kind: 'data' }>): void {
    if (streamId === errorStreamId) {
      this.#problem += chunk.toString('utf8');
      if (fin && this.#problem !== '') this.#fail(new Error(this.#problem));
    } else if (streamId === dataStreamId && !this.#ended && !this.destroyed) {
      if (chunk.length > 0 && !this.push(chunk)) this.#connection.pause();
      if (fin) this.#end();
    }
  }

  /** What came before the end is still read. */
  #end(): void {
    if (this.#problem !== '') this.#fail(new Error(this.#problem));
    else if (!this.destroyed && !this.#ended) this.push(null);
    this.#ended = true;
  }

  #fail(cause: unknown): void {
    this.destroy(this.#broken(cause));
  }

  override _read(): void {
    this.#connection.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#connection.write(Buffer.concat([dataFrameHeader(dataStreamId, chunk.length, false), chunk]), callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (!this.#connection.writable) return callback();
    this.#connection.write(dataFrameHeader(dataStreamId, 0, true), callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#codec.close();
    this.#connection.destroy();
    callback(error);
  }
}

function streamIdOf(payload: Buffer): number {
  if (payload.length < 4) throw new SpdyProtocolError('short control frame');
  return payload.readUInt32BE(0) & 0x7fff_ffff;
}
