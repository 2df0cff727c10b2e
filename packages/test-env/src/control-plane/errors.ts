import { AppError } from '@clusterwright/api/errors';

/** Something that the person at the machine has to install, set or free. The message says what. */
export class DevelopmentSetupError extends AppError {
  readonly code = 'DevelopmentSetup';
  override readonly retry = 'never' as const;
}

/** A process of the control plane did not come up; the message ends with the last lines of its log. */
export class ProcessFailedError extends AppError {
  readonly code = 'ProcessFailed';
}
