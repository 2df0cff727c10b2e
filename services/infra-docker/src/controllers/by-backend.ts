import type { KubeObject } from '@clusterwright/api';
import type { Outcome, Phase, Reconciler } from '@clusterwright/controller-runtime';
import { InterruptedPhases, requeueAfter } from '@clusterwright/controller-runtime';

/** What a pass looks at, and whose it is. */
export type BackendScope<A, B> = { readonly backend: 'docker'; readonly scope: A } | { readonly backend: 'inMemory'; readonly scope: B };

/**
 * One controller for a kind that has two backends: each object is handled by its own one and by nothing of the other (spec DEV-01).
 *
 * Both have the same name and finalizer. An object cannot change its backend; one without any has docker.
 */
export function byBackend<T extends KubeObject, A extends object, B extends object>(
  isInMemory: (object: T) => boolean,
  { docker, inMemory }: { readonly docker: Reconciler<T, A>; readonly inMemory: Reconciler<T, B> },
): Reconciler<T, BackendScope<A, B>> {
  return {
    name: docker.name,
    finalizer: docker.finalizer,
    ownedConditions: [...new Set([...docker.ownedConditions, ...inMemory.ownedConditions])],
    observesGeneration: docker.observesGeneration,
    admit: async (object, ctx) => (await (isInMemory(object) ? inMemory : docker).admit?.(object, ctx)) ?? { step: 'proceed' },
    gather: async (object, ctx) =>
      isInMemory(object) ? { backend: 'inMemory', scope: await inMemory.gather(object, ctx) } : { backend: 'docker', scope: await docker.gather(object, ctx) },
    apply: [phasesOf(docker.apply, inMemory.apply)],
    cleanup: [phasesOf(docker.cleanup ?? [], inMemory.cleanup ?? [])],
    forget(key) {
      docker.forget?.(key);
      inMemory.forget?.(key);
    },
    report: (gathered, result, ctx) => (gathered.backend === 'docker' ? docker.report?.(gathered.scope, result, ctx) : inMemory.report?.(gathered.scope, result, ctx)) ?? {},
  };
}

function phasesOf<A extends object, B extends object>(docker: readonly Phase<A>[], inMemory: readonly Phase<B>[]): Phase<BackendScope<A, B>> {
  return async (gathered, ctx) => {
    const { scope, outcome, interrupted } = gathered.backend === 'docker' ? await runAll(docker, gathered.scope, ctx) : await runAll(inMemory, gathered.scope, ctx);
    // Each backend gets back the scope that it made.
    const observed = { ...gathered, scope } as BackendScope<A, B>;
    if (interrupted) throw new InterruptedPhases<BackendScope<A, B>>(interrupted.cause, observed);
    return { outcome, observed };
  };
}

interface RunPhases<S> {
  readonly scope: S;
  readonly outcome: Outcome;
  /** Why not all were run. */
  readonly interrupted?: InterruptedPhases<S>;
}

/** As the driver runs phases, for backends whose phases do not throw what others must not wait for. */
async function runAll<S extends object>(phases: readonly Phase<S>[], gathered: S, ctx: Parameters<Phase<S>>[1]): Promise<RunPhases<S>> {
  let scope = gathered;
  let outcome: Outcome = { kind: 'done' };
  for (const phase of phases) {
    try {
      const result = await phase(scope, ctx);
      if ('outcome' in result) scope = { ...scope, ...result.observed };
      outcome = soonest(outcome, 'outcome' in result ? result.outcome : result);
    } catch (error) {
      const interrupted = new InterruptedPhases<S>(error, {});
      return { scope: { ...scope, ...interrupted.observed }, outcome, interrupted };
    }
  }
  return { scope, outcome };
}

/** What must be looked at again goes before what waits, and that before what is done. */
function soonest(a: Outcome, b: Outcome): Outcome {
  if (a.kind === 'requeue' && b.kind === 'requeue') return requeueAfter(Math.min(a.afterMs, b.afterMs), a.afterMs <= b.afterMs ? a.reason : b.reason);
  const order = { requeue: 0, wait: 1, done: 2 } as const;
  return order[a.kind] <= order[b.kind] ? a : b;
}
