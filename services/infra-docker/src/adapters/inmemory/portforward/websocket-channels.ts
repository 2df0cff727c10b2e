import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { toError } from '@clusterwright/api/errors';
import type { FindListener } from './pod-ports.ts';

/** Since v5 a client can close one channel: this channel's messages name the channel that ends. */
const closeChannel = 255;
const portLimit = 100;

/**
 * Serves port-forward over WebSocket channels: every message begins with a channel byte; port number n of the request has data channel 2n and error
 * channel 2n+1; the first message of each channel is the port, little-endian.
 */
export function serveWebSocketChannels(socket: WebSocket, ports: readonly number[], findListener: FindListener): void {
  const streams = new Map<number, ChannelStream>();
  let open = 0;
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => receive(streams, toBuffer(data), isBinary, socket.protocol));
  socket.on('close', () => {
    for (const stream of streams.values()) stream.destroy();
  });
  for (const [index, port] of ports.slice(0, portLimit).entries()) {
    const dataChannel = index * 2;
    announce(socket, dataChannel, port);
    announce(socket, dataChannel + 1, port);
    const stream = openPort(socket, dataChannel, () => findListener(port));
    if (!stream) continue;
    open += 1;
    streams.set(dataChannel, stream);
    stream.on('error', () => undefined);
    stream.once('close', () => {
      open -= 1;
      // The protocol has no end of stream before v5: the connection ends with its last stream.
      if (open === 0) socket.close(1000);
    });
  }
  if (open === 0) socket.close(1000);
}

function announce(socket: WebSocket, channel: number, port: number): void {
  socket.send(Buffer.from([channel, port & 0xff, port >> 8]));
}

function openPort(socket: WebSocket, channel: number, findListener: () => (connection: Duplex) => void): ChannelStream | undefined {
  try {
    const serve = findListener();
    const stream = new ChannelStream(socket, channel);
    serve(stream);
    return stream;
  } catch (error) {
    socket.send(Buffer.concat([Buffer.from([channel + 1]), Buffer.from(toError(error).message)]));
    return undefined;
  }
}

function receive(streams: ReadonlyMap<number, ChannelStream>, message: Buffer, isBinary: boolean, protocol: string): void {
  const [channel, closed] = message;
  if (!isBinary || channel === undefined) return;
  if (channel === closeChannel && protocol.startsWith('v5.')) streams.get(closed ?? closeChannel)?.receiveEnd();
  else streams.get(channel)?.receive(message.subarray(1));
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** One data channel of a WebSocket as a byte stream. */
class ChannelStream extends Duplex {
  readonly #socket: WebSocket;
  readonly #prefix: Buffer;

  constructor(socket: WebSocket, channel: number) {
    super();
    this.#socket = socket;
    this.#prefix = Buffer.from([channel]);
  }

  receive(chunk: Buffer): void {
    if (chunk.length > 0 && this.#isOpen && !this.push(chunk)) this.#socket.pause();
  }

  receiveEnd(): void {
    if (this.#isOpen) this.push(null);
  }

  /** Pushing to a stream that is over would report a full buffer, which nobody will ever empty. */
  get #isOpen(): boolean {
    return this.readable && !this.readableEnded;
  }

  override _read(): void {
    if (this.#socket.isPaused) this.#socket.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    // A paused WebSocket would not see the answer to its own close.
    this.#socket.resume();
    callback(error);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#socket.send(Buffer.concat([this.#prefix, chunk]), { binary: true }, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (this.#socket.protocol.startsWith('v5.')) this.#socket.send(Buffer.concat([Buffer.from([closeChannel]), this.#prefix]), { binary: true }, callback);
    else callback();
    // Nobody can write to a port whose owner has hung up.
    this.push(null);
  }
}
