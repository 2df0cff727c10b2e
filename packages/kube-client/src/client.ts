import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { Duplex } from 'node:stream';

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions extends RequestOptions {
  readonly namespace?: string | undefined;
  /** Selector in Kubernetes' string form: `a=b,c in (d,e),!f`. */
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined;
  /** Ask for `PartialObjectMetadata` only. */
  readonly metadataOnly?: boolean | undefined;
}

export interface WatchOptions extends ListOptions {
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
  /** Called once the server has accepted the watch. */
  readonly onOpen?: () => void;
}

export interface WriteOptions extends RequestOptions {
  /** Defaults to the client's own field manager (`manager`, as upstream's). */
  readonly fieldManager?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly subresource?: string | undefined;
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Take over fields of other managers; default true, as every controller of Cluster API does. */
  readonly force?: boolean;
}

export interface DeleteOptions extends RequestOptions {
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground' | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  /** Only delete this very object. */
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface ListResult<T> {
  readonly items: T[];
  readonly resourceVersion: string;
  readonly continue?: string | undefined;
}

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEventsEnd: boolean };

/** Bodies of the three classic patch kinds. A JSON patch is a list of RFC 6902 operations. */
export type Patch =
  | { readonly type: 'merge'; readonly body: object }
  | { readonly type: 'strategic'; readonly body: object }
  | { readonly type: 'json'; readonly body: readonly { op: string; path: string; value?: unknown; from?: string }[] };

/**
 * Talks to one API server. Every method throws `ApiError` where the server refuses and `TransportError` where no answer comes.
 *
 * Objects are passed as received: unknown fields survive.
 */
export interface KubeClient {
  get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options?: RequestOptions): Promise<T>;
  list<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): Promise<ListResult<T>>;
  /** Ends when the server ends the watch; throws `ApiError` with status 410 where the resourceVersion is too old. */
  watch<T extends KubeObject>(resource: Resource<T>, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  /** Replaces the object; its resourceVersion is checked where it carries one. */
  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, patch: Patch, options?: WriteOptions): Promise<T>;
  /** Server-side apply of the fields given, and of no others. */
  apply<T extends KubeObject>(resource: Resource<T>, object: PartialObject<T>, options: ApplyOptions): Promise<T>;
  /** Returns the object where finalizers keep it, undefined where it is gone at once. Not found is an error. */
  delete<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options?: DeleteOptions): Promise<T | undefined>;
  deleteCollection(resource: Resource, options?: ListOptions & DeleteOptions): Promise<void>;
  /** POST to a subresource such as `eviction` or `token`. */
  createSubresource(resource: Resource, key: ObjectKey & { readonly subresource: string }, body: object, options?: RequestOptions): Promise<unknown>;
  /** Plain request for paths without an object (`/`, `/version`, `/apis/…`). */
  raw(method: string, path: string, options?: RequestOptions & { body?: unknown; accept?: string }): Promise<{ status: number; body: string }>;
  /** A byte stream to a port of a Pod. Ends when either side closes; errors of the kubelet are stream errors. */
  portForward(pod: ObjectKey, port: number, options?: RequestOptions): Promise<Duplex>;
  /** Closes idle connections and ends running requests. */
  close(): Promise<void>;
}

/** An object to apply: identity, and whatever fields the manager wants to own. */
export type PartialObject<T extends KubeObject> = Pick<T, 'apiVersion' | 'kind'> & { metadata: Partial<T['metadata']> & { name: string } } & DeepPartial<Omit<T, 'apiVersion' | 'kind' | 'metadata'>>;
export type DeepPartial<T> = T extends readonly (infer U)[] ? DeepPartial<U>[] : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;
