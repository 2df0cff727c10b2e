import { AppError } from '@clusterwright/api/errors';

/** A hook cannot go on: an extension said no, answered what it may not, or is not registered. Retried with backoff; surfaces in the condition of whoever called. */
export class RuntimeExtensionError extends AppError {
  readonly code = 'RuntimeExtension';
}

/**
 * Calling an extension did not work: no connection, no answer in time, an answer that is not the hook's. Handlers with failure policy Ignore count as successful then.
 * `answer` is the status code of the answer, where there was one.
 */
export class ExtensionCallError extends AppError {
  readonly code = 'ExtensionCall';
  readonly answer: string | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly answer?: string | undefined } = {}) {
    super(message, options);
    this.answer = options.answer;
  }

  static override is(value: unknown): value is ExtensionCallError {
    return AppError.is(value) && value.code === 'ExtensionCall';
  }
}
