import type { Duplex } from 'node:stream';
import { toError } from '@clusterwright/api/errors';
import type { SimulationClock, StopTimer } from '../clock.ts';
import { parsePort, PortClosedError, type FindListener } from './pod-ports.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

const pairTimeoutMs = 30_000;

/** The two streams of one forwarded connection, as far as the client has opened them. */
interface Pair {
  data?: SpdyStream;
  error?: SpdyStream;
  stopTimer: StopTimer;
}

export interface SpdyPortForwardOptions {
  readonly clock: SimulationClock;
  readonly findListener: FindListener;
}

/** Serves the `portforward.k8s.io` protocol: each connection is an error stream and a data stream with the same request id. */
export function serveSpdyPortForward(transport: Duplex, { clock, findListener }: SpdyPortForwardOptions): void {
  const pairs = new Map<string, Pair>();
  const connection = new SpdyConnection(transport, (stream) => {
    const kind = stream.headers.get('streamtype');
    if (kind !== 'data' && kind !== 'error') return void stream.destroy();
    const id = requestIdOf(stream, kind);
    const pair = pairs.get(id) ?? startPair(pairs, id, clock);
    if (pair[kind]) return void stream.destroy();
    pair[kind] = stream;
    if (!pair.data || !pair.error) return;
    endPair(pairs, id);
    forward(pair.data, pair.error, findListener);
  });
  void connection.run().finally(() => {
    for (const id of pairs.keys()) endPair(pairs, id);
  });
}

function startPair(pairs: Map<string, Pair>, id: string, clock: SimulationClock): Pair {
  const pair: Pair = {
    stopTimer: clock.after(pairTimeoutMs, () => {
      pairs.delete(id);
      pair.data?.destroy();
      pair.error?.end('timed out waiting for streams');
    }),
  };
  pairs.set(id, pair);
  return pair;
}

function endPair(pairs: Map<string, Pair>, id: string): void {
  pairs.get(id)?.stopTimer();
  pairs.delete(id);
}

/** Clients that give no request id open the error stream first, and the data stream two ids later. */
function requestIdOf(stream: SpdyStream, kind: 'data' | 'error'): string {
  return stream.headers.get('requestid') ?? String(kind === 'error' ? stream.id : stream.id - 2);
}

function forward(data: SpdyStream, error: SpdyStream, findListener: FindListener): void {
  error.resume();
  try {
    const port = parsePort(data.headers.get('port'));
    if (port === undefined) throw new PortClosedError(`invalid port ${JSON.stringify(data.headers.get('port'))}`);
    findListener(port)(data);
    data.once('close', () => error.end());
  } catch (cause) {
    error.end(toError(cause).message);
    data.end();
    data.resume();
  }
}
