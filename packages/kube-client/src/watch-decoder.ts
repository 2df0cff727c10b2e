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

/** Reads one line of a watch. An ERROR event is thrown as the ApiError it carries: a resourceVersion that is too old arrives this way, with HTTP status 200. */
export function decodeWatchLine<T extends KubeObject>(line: string): WatchEvent<T> {
  const event = JSON.parse(line) as { type: string; object: T & Status };
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type: event.type, object: event.object };
    case 'BOOKMARK':
      return {
        type: 'BOOKMARK',
        resourceVersion: event.object.metadata.resourceVersion ?? '',
        initialEventsEnd: event.object.metadata.annotations?.['k8s.io/initial-events-end'] === 'true',
      };
    default:
      throw new ApiError(event.object.message ?? `watch ended with ${event.type}`, { status: event.object.code ?? 500, reason: event.object.reason ?? 'Unknown', details: event.object.details });
  }
}
