import { AppError, toError, type RetryPolicy } from '@clusterwright/api/errors';

/** Which ingredient of bootstrap data could not be had. */
export type BootstrapDataPart = 'certificates' | 'files' | 'users';

/** Bootstrap data cannot be made. `part` decides the condition it surfaces as: CertificatesAvailable=Unknown, or DataSecretAvailable=False with the message. */
export class BootstrapDataError extends AppError {
  readonly code = 'BootstrapData';
  readonly part: BootstrapDataPart;
  override readonly retry: RetryPolicy;

  constructor(part: BootstrapDataPart, cause: unknown) {
    super(toError(cause).message, { cause });
    this.part = part;
    this.retry = AppError.is(cause) ? cause.retry : 'backoff';
  }

  static override is(value: unknown): value is BootstrapDataError {
    return AppError.is(value) && value.code === 'BootstrapData';
  }
}

/** Runs a step and marks what it throws with the part it was about. */
export async function asPart<T>(part: BootstrapDataPart, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new BootstrapDataError(part, error);
  }
}
