import { AppError } from '@clusterwright/api/errors';
import { ContainerEngineError } from './ports/container-engine.ts';

/** Errors that are about the API server: the driver knows what to do with them. */
const driverCodes = new Set(['Api', 'Transport', 'Invariant']);

/** Whether an error tells users something about their engine, images, mounts or configuration; it goes on a condition, and is tried again. */
export function isUserProblem(error: unknown): error is AppError {
  return AppError.is(error) && !driverCodes.has(error.code);
}

/** Whether nothing could be seen, neither good nor bad. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ContainerEngineError && (error.code === 'Unreachable' || error.code === 'Timeout');
}
