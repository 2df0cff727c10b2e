import { AppError } from '@clusterwright/api/errors';

/** What is wrong with a certificate: not there, not readable, or not fit for the use. */
export type CertificateProblem = 'Missing' | 'Invalid' | 'MissingKey' | 'UnsupportedAlgorithm';

/** A certificate Secret cannot be used. The message names the Secret and the key in it. */
export class CertificateError extends AppError {
  readonly code = 'Certificate';
  readonly problem: CertificateProblem;

  constructor(problem: CertificateProblem, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.problem = problem;
  }

  static override is(value: unknown): value is CertificateError {
    return AppError.is(value) && value.code === 'Certificate';
  }
}
