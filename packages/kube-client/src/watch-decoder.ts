import type { KubeObject } from '@clusterwright/api';
import { ApiError } from './errors.ts';
import type { Status } from './errors.ts';
import type { WatchEvent } from './client.ts';

const newline = 0x0a;

/** Splits a byte stream into lines without decoding partial characters. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, start)) {
      const line = buffer.subarray(start, end);
      yield rest.length > 0 ? Buffer.concat([...rest, line]) : line;
      rest = [];
      start = end + 1;
    }
    if (start < buffer.length) rest.push(buffer.subarray(start));
  }
}

interface WireEvent<T> {
  readonly type?: string;
  readonly object?: T & Status;
}

/**
 * Reads one line of a watch. Throws for a line that is no event, and for an ERROR event the ApiError it carries: a resourceVersion that is too old arrives this way,
 * with HTTP status 200.
 */
export function decodeWatchLine<T extends KubeObject>(line: string): WatchEvent<T> {
  const { type, object } = JSON.parse(line) as WireEvent<T>;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      if (!object?.metadata?.name) throw new TypeError(`${type} event without an object`);
      return { type, object };
    case 'BOOKMARK': {
      const { resourceVersion, annotations } = object?.metadata ?? {};
      if (!resourceVersion) throw new TypeError('BOOKMARK event without a resourceVersion');
      return { type, resourceVersion, initialEventsEnd: annotations?.['k8s.io/initial-events-end'] === 'true' };
    }
    case 'ERROR':
      throw new ApiError(object?.message ?? 'watch ended with an error', { status: object?.code ?? 500, reason: object?.reason ?? 'Unknown', details: object?.details });
    default:
      throw new TypeError(`event of unknown type ${JSON.stringify(type)}`);
  }
}
