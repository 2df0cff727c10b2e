import type { Container } from '../ports/container-engine.ts';

/**
 * For how long containers have been seen ended, by our own clock: that of the engine may be another one.
 *
 * Forgotten with the process, so that they have their time again.
 */
export interface SeenEndings {
  /** Container name → for how long it has not run, of those that do not. Whoever looks sees all containers of his subject, and what is not among them is forgotten. */
  look(subject: string, containers: readonly Container[], now: Date): ReadonlyMap<string, number>;
  forget(subject: string): void;
}

export function createSeenEndings(): SeenEndings {
  const since = new Map<string, ReadonlyMap<string, number>>();
  return {
    look(subject, containers, now) {
      const before = since.get(subject);
      const ended = containers.filter(({ state }) => state === 'exited' || state === 'dead');
      since.set(subject, new Map(ended.map(({ id }) => [id, before?.get(id) ?? now.getTime()])));
      return new Map(ended.map(({ id, name, state }) => [name, state === 'dead' ? Infinity : now.getTime() - (before?.get(id) ?? now.getTime())]));
    },
    forget: (subject) => void since.delete(subject),
  };
}
