import { AppError } from '@clusterwright/api/errors';

/** What stands in the way of a certificate: a key no signature is defined for, a name that cannot be written, or DER that cannot be read. */
export type X509Problem = 'UnsupportedKey' | 'InvalidName' | 'Malformed';

/** A certificate cannot be made. */
export class X509Error extends AppError {
  readonly code = 'X509';
  readonly problem: X509Problem;

  constructor(problem: X509Problem, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.problem = problem;
  }

  static override is(value: unknown): value is X509Error {
    return AppError.is(value) && value.code === 'X509';
  }
}
