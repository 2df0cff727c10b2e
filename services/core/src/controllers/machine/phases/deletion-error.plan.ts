import type { Machine } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { DeletionProgress } from '../machine.scope.ts';

/** A step of a deletion failed. Retried with backoff; surfaces as the Deleting condition with the step's reason, and carries what the steps before it observed. */
export class MachineDeletionError extends AppError {
  readonly code = 'MachineDeletion';
  readonly machine: Machine;
  readonly progress: DeletionProgress;

  constructor(message: string, { machine, progress, cause }: { machine: Machine; progress: DeletionProgress; cause: unknown }) {
    super(message, { cause });
    this.machine = machine;
    this.progress = progress;
  }

  static override is(value: unknown): value is MachineDeletionError {
    return AppError.is(value) && value.code === 'MachineDeletion';
  }
}
