import type { IncomingMessage } from 'node:http';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import type { ContainerEvent } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';
import { hasEngineCode } from './engine-errors.ts';

interface EventAnswer {
  readonly Action?: string;
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> };
}

/** The ones that change what a container is; the engine also tells of every process run in it. */
const actions = ['create', 'start', 'die', 'destroy', 'oom', 'pause', 'unpause', 'rename'];
const timeoutMs = 30_000;
const shortestDelayMs = 250;
const longestDelayMs = 10_000;
const quietMs = 30_000;
const pingTimeoutMs = 10_000;

export interface FollowOptions {
  readonly connection: Pick<EngineConnection, 'open' | 'bytes'>;
  readonly labels: Readonly<Record<string, string>>;
  readonly clock: Pick<Clock, 'after' | 'sleep'>;
  readonly onEvent: (event: ContainerEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Follows the engine's events of containers with these labels until the signal fires; an engine that is away is asked again, ever more slowly.
 *
 * A stream that says nothing may be one whose other end is gone without a word: after half a minute of silence the engine has to answer a ping.
 */
export async function followEvents(options: FollowOptions): Promise<void> {
  const { connection, labels, clock, onEvent, signal } = options;
  let delayMs = shortestDelayMs;
  let wasConnected = false;
  while (!signal.aborted) {
    try {
      const stream = await connection.open({ path: '/events', query: { filters: eventFilters(labels) }, timeoutMs, signal });
      delayMs = shortestDelayMs;
      wasConnected = true;
      onEvent({ action: 'connected', name: '', labels: {} });
      await readAll(stream, options);
    } catch {
      // What happened cannot be told, but that it is over can: once, and not for a stream that is there again at the next try.
      if (wasConnected && !signal.aborted) onEvent({ action: 'disconnected', name: '', labels: {} });
      wasConnected = false;
    }
    await clock.sleep(delayMs, signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/** Returns when the stream is over, however it ended. */
async function readAll(stream: IncomingMessage, options: FollowOptions): Promise<void> {
  const watchdog = watchOver(stream, options);
  try {
    for await (const line of lines(stream)) {
      watchdog.heard();
      options.onEvent(toEvent(JSON.parse(line) as EventAnswer));
    }
  } catch {
    // The next `connected` says that events may be missing.
  } finally {
    watchdog.stop();
    stream.destroy();
  }
}

/** Ends a stream whose engine is gone. */
function watchOver(stream: IncomingMessage, { connection, clock, signal }: FollowOptions): { readonly heard: () => void; readonly stop: () => void } {
  let cancel = (): void => undefined;
  let isOver = false;
  const heard = (): void => {
    cancel();
    if (!isOver) cancel = clock.after(quietMs, () => void ask());
  };
  const ask = async (): Promise<void> => {
    try {
      await connection.bytes({ path: '/_ping', timeoutMs: pingTimeoutMs, signal });
      heard();
    } catch (error) {
      // Whoever refuses is there.
      if (hasEngineCode(error, 'Refused')) heard();
      else stream.destroy();
    }
  };
  heard();
  return {
    heard,
    stop: () => {
      isOver = true;
      cancel();
    },
  };
}

/** The engine's filter language: everything listed under a key of `event` may match, every label must. */
export function eventFilters(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify({ type: ['container'], event: actions, ...(Object.keys(labels).length > 0 ? { label: labelFilter(labels) } : {}) });
}

export function labelFilter(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

/** The engine mixes a container's labels with its own attributes. */
function toEvent({ Action = '', Actor }: EventAnswer): ContainerEvent {
  const { name = '', image: _image, exitCode: _exitCode, ...labels } = Actor?.Attributes ?? {};
  return { action: Action, name, labels };
}

/** Whole lines of a stream of text, however it is cut into pieces. */
export async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
