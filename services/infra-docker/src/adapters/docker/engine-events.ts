import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerEvent } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';

interface EventAnswer {
  readonly Action?: string;
  readonly Actor?: { readonly Attributes?: Readonly<Record<string, string>> };
}

/** The ones that change what a container is; the engine also tells of every process run in it. */
const actions = ['create', 'start', 'die', 'destroy', 'oom', 'pause', 'unpause', 'rename'];
const timeoutMs = 30_000;
const shortestDelayMs = 250;
const longestDelayMs = 10_000;

/** Follows the engine's events of containers with these labels until the signal fires; an engine that is away is asked again, ever more slowly. */
export async function followEvents(connection: EngineConnection, labels: Readonly<Record<string, string>>, onEvent: (event: ContainerEvent) => void, signal: AbortSignal): Promise<void> {
  let delayMs = shortestDelayMs;
  while (!signal.aborted) {
    try {
      const stream = await connection.open({ path: '/events', query: { filters: eventFilters(labels) }, timeoutMs, signal });
      delayMs = shortestDelayMs;
      onEvent({ action: 'connected', name: '', labels: {} });
      for await (const line of lines(stream)) onEvent(toEvent(JSON.parse(line) as EventAnswer));
    } catch {
      // Nothing to tell: whatever ended the stream, the next `connected` says that events may be missing.
    }
    await delay(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
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
