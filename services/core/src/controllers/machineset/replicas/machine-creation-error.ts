import { AppError } from '@clusterwright/api/errors';

/** Reasons of the older API's MachinesCreated condition. */
export type CreationStep = 'BootstrapTemplateCloningFailed' | 'InfrastructureTemplateCloningFailed' | 'MachineCreationFailed';

/** A Machine, or what it needs, could not be created. Surfaces in the older API's MachinesCreated condition; retried with backoff. */
export class MachineCreationError extends AppError {
  readonly code = 'MachineCreation';
  readonly step: CreationStep;

  constructor(step: CreationStep, cause: Error) {
    super(cause.message, { cause });
    this.step = step;
  }

  static override is(value: unknown): value is MachineCreationError {
    return AppError.is(value) && value.code === 'MachineCreation';
  }
}
