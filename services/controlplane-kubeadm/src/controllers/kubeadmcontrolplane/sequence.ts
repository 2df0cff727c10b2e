import { done, type Outcome, type Phase, type PhaseResult } from '@clusterwright/controller-runtime';

/** A scope that remembers how far a sequence came. */
export interface SequencedScope {
  /** Steps that are done. */
  readonly stepsDone: number;
}

/**
 * Phases of which each runs only when the one before was done, as phases of the driver: what the earlier ones observed survives when a later one waits or throws.
 * A pass has one sequence.
 */
export function sequence<S extends SequencedScope>(...steps: readonly Phase<S>[]): Phase<S>[] {
  return steps.map((step, index) => async (scope, ctx) => {
    if (scope.stepsDone !== index) return done;
    const { outcome, observed } = await resultOf(step(scope, ctx));
    // S is narrowed by stepsDone only, which is a number in every scope.
    return outcome.kind === 'done' ? { outcome, observed: { ...observed, stepsDone: index + 1 } } : { outcome, observed };
  });
}

async function resultOf<S>(pending: Promise<PhaseResult<S>> | PhaseResult<S>): Promise<{ outcome: Outcome; observed: Partial<S> }> {
  const result = await pending;
  return 'outcome' in result ? result : { outcome: result, observed: {} };
}

/** A step that ends the sequence with an error found before, once everything observed then is kept. */
export function failOn<S>(errorOf: (scope: S) => Error | undefined): Phase<S> {
  return (scope) => {
    const error = errorOf(scope);
    if (error) throw error;
    return done;
  };
}
