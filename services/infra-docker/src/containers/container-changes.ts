import { containerClusterLabel } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { EventSource, Logger } from '@clusterwright/controller-runtime';
import type { ContainerEngine, ContainerEvent } from '../ports/container-engine.ts';

/** Which objects a change of a container concerns; without a container anything may have changed, or nobody can see it any more, and all objects are meant. */
export type ContainerMapper = (change: ContainerEvent | undefined) => Promise<readonly ObjectKey[]>;

/** What says that a container is not what it was. Executed commands and the like make events as well, and many. */
const changingActions = new Set(['create', 'start', 'restart', 'die', 'kill', 'oom', 'stop', 'pause', 'unpause', 'destroy']);

/** Changes of containers as event sources of controllers: one stream of the engine for all. */
export interface ContainerChanges {
  /** Begins to listen, once; a process that serves no containers never asks the engine for anything. */
  activate(): void;
  source(toKeys: ContainerMapper): EventSource;
}

export interface ContainerChangesOptions {
  readonly engine: ContainerEngine;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Begins without a connection; the engine's stream reconnects by itself, and says so, for what was missed. */
export function createContainerChanges({ engine, log, signal }: ContainerChangesOptions): ContainerChanges {
  const listeners = new Set<(change: ContainerEvent | undefined) => void>();
  let isActive = false;
  const tell = (event: ContainerEvent): void => {
    const isAboutAll = event.action === 'connected' || event.action === 'disconnected';
    const isNews = isAboutAll || (changingActions.has(event.action) && event.labels[containerClusterLabel] !== undefined);
    if (!isNews) return;
    for (const listener of listeners) listener(isAboutAll ? undefined : event);
  };
  return {
    activate() {
      if (isActive) return;
      isActive = true;
      // All labels: containers that upstream's provider made are watched as well.
      engine.watch({}, tell, signal);
    },
    source: (toKeys) => (enqueue) => {
      const listener = (change: ContainerEvent | undefined): void => {
        toKeys(change)
          .then((keys) => keys.forEach((key) => enqueue(key)))
          .catch((error: unknown) => log.error('Failing to find the objects of a container', { container: change?.name, err: toError(error) }));
      };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
