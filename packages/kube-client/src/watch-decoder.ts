import type { KubeObject } from '@clusterwright/api';
import { ApiError } from './errors.ts';
import type { Status } from './errors.ts';
import type { WatchEvent } from './client.ts';

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
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') return changeOf(type, object);
  if (type === 'BOOKMARK') return bookmarkOf(object?.metadata);
  if (type === 'ERROR') throw errorOf(object ?? {});
  throw new TypeError(`event of unknown type ${JSON.stringify(type)}`);
}

function changeOf<T extends KubeObject>(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T | undefined): WatchEvent<T> {
  if (!object?.metadata?.name) throw new TypeError(`${type} event without an object`);
  return { type, object };
}

function bookmarkOf<T extends KubeObject>({ resourceVersion, annotations }: Partial<KubeObject['metadata']> = {}): WatchEvent<T> {
  if (!resourceVersion) throw new TypeError('BOOKMARK event without a resourceVersion');
  return { type: 'BOOKMARK', resourceVersion, initialEventsEnd: annotations?.['k8s.io/initial-events-end'] === 'true' };
}

function errorOf({ message = 'watch ended with an error', code = 500, reason = 'Unknown', details }: Status): ApiError {
  return new ApiError(message, { status: code, reason, details });
}
