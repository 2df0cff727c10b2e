import { AppError } from '@clusterwright/api/errors';

/** Somebody else controls an object that ours refers to. Surfaces as a failed phase whose message names both; retried with backoff, because the other may let go. */
export class AlreadyControlledError extends AppError {
  readonly code = 'AlreadyControlled';
}
