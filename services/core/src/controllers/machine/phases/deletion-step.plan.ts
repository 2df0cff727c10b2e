import type { Machine } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { Outcome, ReconcileContext, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import type { NodeDeletionTries } from '../../shared/node-deletion-tries.ts';
import type { DeletionProgress, MachineDeps, MachineScope } from '../machine.scope.ts';

export interface DeletionDeps extends Pick<MachineDeps, 'client' | 'features'> {
  readonly nodeDeletionTries: Pick<NodeDeletionTries, 'failed'>;
}

/** What a step works on: the scope as the steps before left it, and the Node that may be touched. */
export interface DeletionState {
  readonly scope: MachineScope;
  readonly nodeName: string | undefined;
}

/** What a step observed, whether or not it came to an end. */
export interface StepObservation {
  readonly machine?: Machine;
  /** The latest comes first; of several with one type the first counts. */
  readonly v1beta1?: readonly V1Beta1ConditionDraft[];
}

/** A step is passed, or it holds the deletion up. */
export type StepResult =
  | ({ readonly kind: 'passed' } & StepObservation)
  | ({ readonly kind: 'held'; readonly outcome: Outcome; readonly reason: DeletionProgress['reason']; readonly message: string } & StepObservation);

export type DeletionStep = (deps: DeletionDeps, state: DeletionState, ctx: ReconcileContext) => Promise<StepResult> | StepResult;

/** A step failed: the message is what the Deleting condition tells, the cause is what the log tells. Never leaves the deletion phase. */
export class DeletionStepError extends AppError {
  readonly code = 'DeletionStep';
  readonly reason: DeletionProgress['reason'];
  readonly state: StepObservation;

  constructor(message: string, { reason, cause, ...state }: StepObservation & { readonly reason: DeletionProgress['reason']; readonly cause: unknown }) {
    super(message, { cause });
    this.reason = reason;
    this.state = state;
  }

  static override is(value: unknown): value is DeletionStepError {
    return AppError.is(value) && value.code === 'DeletionStep';
  }
}
