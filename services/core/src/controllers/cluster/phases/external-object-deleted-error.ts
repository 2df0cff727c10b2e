import { AppError } from '@clusterwright/api/errors';

/** An object that the running cluster depends on is gone. Surfaces as condition InfrastructureReady or ControlPlaneAvailable; retried, in case it comes back. */
export class ExternalObjectDeletedError extends AppError {
  readonly code = 'ExternalObjectDeleted';
}
