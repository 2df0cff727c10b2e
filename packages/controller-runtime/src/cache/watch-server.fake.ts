import type { KubeObject, Resource } from '@clusterwright/api';
import type { KubeClient, ListOptions, ListResult, WatchEvent, WatchOptions } from '@clusterwright/kube-client';

/** One open watch, fed by the test. */
export class WatchFeed {
  readonly #events: (WatchEvent<KubeObject> | Error | 'end')[] = [];
  #wake: () => void = () => undefined;

  push(...events: readonly WatchEvent<KubeObject>[]): this {
    return this.#put(...events);
  }

  /** The list is complete at this version. */
  listed(resourceVersion: string): this {
    return this.#put({ type: 'BOOKMARK', resourceVersion, initialEventsEnd: true });
  }

  bookmark(resourceVersion: string): this {
    return this.#put({ type: 'BOOKMARK', resourceVersion, initialEventsEnd: false });
  }

  fail(error: Error): this {
    return this.#put(error);
  }

  /** The server ends the watch in order. */
  end(): this {
    return this.#put('end');
  }

  async *read(signal: AbortSignal | undefined): AsyncGenerator<WatchEvent<KubeObject>> {
    signal?.addEventListener('abort', () => this.#wake(), { once: true });
    while (!signal?.aborted) {
      const event = this.#events.shift();
      if (event === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if (event === 'end') return;
      else if (event instanceof Error) throw event;
      else yield event;
    }
  }

  #put(...events: readonly (WatchEvent<KubeObject> | Error | 'end')[]): this {
    this.#events.push(...events);
    this.#wake();
    return this;
  }
}

/** Lists and watches by script. `requests` remembers what was asked: `stream` a streaming list, `list` a page, `watch 7` a watch from a version. */
export class WatchServer implements Pick<KubeClient, 'list' | 'watch'> {
  readonly requests: string[] = [];
  readonly watches: WatchOptions[] = [];
  readonly pages: ListOptions[] = [];
  readonly #lists: (ListResult<KubeObject> | Error)[] = [];
  readonly #planned: WatchFeed[] = [];
  #feed = new WatchFeed();

  /** The watch that is open, or opened next. */
  get feed(): WatchFeed {
    return this.#feed;
  }

  /** Scripts for the next watches, in order; afterwards they are quiet. */
  plan(...feeds: readonly WatchFeed[]): this {
    this.#planned.push(...feeds);
    return this;
  }

  answerList(...lists: readonly (ListResult<KubeObject> | Error)[]): this {
    this.#lists.push(...lists);
    return this;
  }

  async list<T extends KubeObject>(_resource: Resource<T>, options: ListOptions = {}): Promise<ListResult<T>> {
    this.requests.push('list');
    this.pages.push(options);
    const answer = this.#lists.shift();
    if (!answer) throw new Error('the test gave no list');
    if (answer instanceof Error) throw answer;
    return answer as ListResult<T>;
  }

  watch<T extends KubeObject>(_resource: Resource<T>, options: WatchOptions = {}): AsyncIterable<WatchEvent<T>> {
    this.requests.push(options.sendInitialEvents ? 'stream' : `watch ${options.resourceVersion}`);
    this.watches.push(options);
    this.#feed = this.#planned.shift() ?? new WatchFeed();
    return this.#feed.read(options.signal) as AsyncIterable<WatchEvent<T>>;
  }
}
