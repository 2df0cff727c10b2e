import { keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { EventSource } from '@clusterwright/controller-runtime';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import { createRetryDelays } from './retry-delays.ts';

/** One step of a task: what people read of it while it runs, and the work. */
export interface TaskStep {
  readonly description: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

export type TaskState =
  /** `progress` is `Loading x (2 of 3)`; `lastError` is why the try before this one failed. */
  | { readonly kind: 'running'; readonly progress: string; readonly lastError?: Error | undefined }
  | { readonly kind: 'failed'; readonly progress: string; readonly error: Error; readonly retryAfterMs: number }
  | { readonly kind: 'done' };

/**
 * Work that takes longer than a pass may, such as pulling an image: it goes on in the background, and wakes its object when something about it changed (spec DEV-04).
 *
 * Guarantees: one run of a task at a time; a failed one is tried again by a later `ensure`, after a delay that grows. Nothing is stored: after a restart steps run again.
 */
export interface BackgroundTasks {
  ensure(owner: ObjectKey, id: string, steps: readonly TaskStep[]): TaskState;
  /** Ends and forgets all tasks of an object. */
  cancel(owner: ObjectKey): void;
  readonly source: EventSource;
}

interface Task {
  state: TaskState;
  readonly abort: AbortController;
}

export function createBackgroundTasks({ clock, signal }: { readonly clock: Pick<Clock, 'now'>; readonly signal: AbortSignal }): BackgroundTasks {
  const tasks = new Map<string, Task>();
  const delays = createRetryDelays();
  const listeners = new Set<(owner: ObjectKey) => void>();

  const start = (owner: ObjectKey, name: string, steps: readonly TaskStep[], lastError?: Error): Task => {
    const abort = new AbortController();
    const task: Task = { state: { kind: 'running', progress: progressOf(steps, 0), lastError }, abort };
    tasks.set(name, task);
    void run({ owner, name, task, steps, lastError });
    return task;
  };

  const run = async ({ owner, name, task, steps, lastError }: RunningTask): Promise<void> => {
    const all = AbortSignal.any([signal, task.abort.signal]);
    const tell = (state: TaskState): void => {
      task.state = state;
      if (!all.aborted) for (const listener of listeners) listener(owner);
    };
    for (const [index, step] of steps.entries()) {
      const progress = progressOf(steps, index);
      if (index > 0) tell({ kind: 'running', progress, lastError });
      try {
        await step.run(all);
      } catch (error) {
        // Forgotten by now: nothing may be remembered of it any more.
        if (task.abort.signal.aborted) return;
        const retryAfterMs = delays.failed(name, clock.now());
        tell({ kind: 'failed', progress: step.description, error: toError(error), retryAfterMs });
        return;
      }
    }
    delays.reset(name);
    tell({ kind: 'done' });
  };

  return {
    ensure(owner, id, steps) {
      const name = `${keyString(owner)} ${id}`;
      const known = tasks.get(name);
      if (!known) return start(owner, name, steps).state;
      if (known.state.kind !== 'failed') return known.state;
      const retryAfterMs = delays.held(name, clock.now());
      return retryAfterMs > 0 ? { ...known.state, retryAfterMs } : start(owner, name, steps, known.state.error).state;
    },
    cancel(owner) {
      for (const [name, task] of tasks) {
        if (!name.startsWith(`${keyString(owner)} `)) continue;
        task.abort.abort();
        tasks.delete(name);
        delays.reset(name);
      }
    },
    source(enqueue) {
      listeners.add(enqueue);
      return () => void listeners.delete(enqueue);
    },
  };
}

interface RunningTask {
  readonly owner: ObjectKey;
  readonly name: string;
  readonly task: Task;
  readonly steps: readonly TaskStep[];
  readonly lastError: Error | undefined;
}

function progressOf(steps: readonly TaskStep[], index: number): string {
  return `${steps[index]?.description ?? 'Starting'} (${String(index + 1)} of ${String(steps.length)})`;
}
