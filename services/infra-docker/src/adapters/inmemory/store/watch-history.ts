import type { StoreEvent } from './stored-object.ts';

/** The latest events of one kind, so that a broken watch can go on where it stopped. */
export class WatchHistory {
  #events: StoreEvent[] = [];
  #forgottenUpTo: number;
  readonly #limit: number;

  /** `startsAfter` is the resourceVersion before the first event this history will see. */
  constructor(startsAfter: number, limit: number) {
    this.#forgottenUpTo = startsAfter;
    this.#limit = limit;
  }

  add(event: StoreEvent): void {
    this.#events.push(event);
    // Trimming in batches keeps the cost per event constant.
    if (this.#events.length < this.#limit * 2) return;
    const forgotten = this.#events.splice(0, this.#events.length - this.#limit);
    this.#forgottenUpTo = forgotten.at(-1)?.resourceVersion ?? this.#forgottenUpTo;
  }

  /** The events after a resourceVersion, oldest first; undefined where some of them are forgotten. */
  since(resourceVersion: number): readonly StoreEvent[] | undefined {
    if (resourceVersion < this.#forgottenUpTo) return undefined;
    const first = this.#events.findIndex((event) => event.resourceVersion > resourceVersion);
    return first < 0 ? [] : this.#events.slice(first);
  }
}
