import type { EventSink, Logger, ReconcileContext } from '@clusterwright/controller-runtime';

export interface LogLine {
  readonly level: 'info' | 'debug' | 'error';
  readonly message: string;
  readonly keys: Readonly<Record<string, unknown>>;
}

/** A log that remembers its lines. */
export interface FakeLogger extends Logger {
  readonly lines: readonly LogLine[];
}

export function fakeLogger(lines: LogLine[] = [], bound: Readonly<Record<string, unknown>> = {}): FakeLogger {
  const at =
    (level: LogLine['level']) =>
    (message: string, keys: Readonly<Record<string, unknown>> = {}): void => {
      lines.push({ level, message, keys: { ...bound, ...keys } });
    };
  return { lines, info: at('info'), debug: at('debug'), error: at('error'), with: (keys) => fakeLogger(lines, { ...bound, ...keys }) };
}

export interface RecordedEvent {
  readonly type: 'Normal' | 'Warning';
  readonly object: string;
  readonly reason: string;
  readonly message: string;
}

/** A clock that stands still until it is moved. */
export interface FakeClock {
  now(): Date;
  advance(ms: number): void;
  set(time: string): void;
}

export function fakeClock(start = '2026-11-21T12:00:00Z'): FakeClock {
  let at = new Date(start).getTime();
  return { now: () => new Date(at), advance: (ms) => void (at += ms), set: (time) => void (at = new Date(time).getTime()) };
}

export interface FakeReconcileContext extends ReconcileContext {
  readonly log: FakeLogger;
  readonly recordedEvents: readonly RecordedEvent[];
  readonly clock: FakeClock;
}

/** What a phase is called with: a still clock, and a log and events that can be read afterwards. */
export function fakeContext({ clock = fakeClock(), signal = new AbortController().signal }: { clock?: FakeClock; signal?: AbortSignal } = {}): FakeReconcileContext {
  const recordedEvents: RecordedEvent[] = [];
  const record =
    (type: RecordedEvent['type']): EventSink['normal'] =>
    ({ kind, metadata }, reason, message) => {
      recordedEvents.push({ type, object: `${kind}/${metadata.name}`, reason, message });
    };
  return { log: fakeLogger(), clock, now: () => clock.now(), signal, events: { normal: record('Normal'), warning: record('Warning') }, recordedEvents };
}
