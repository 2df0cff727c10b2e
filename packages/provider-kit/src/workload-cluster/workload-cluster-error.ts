import { AppError } from '@clusterwright/api/errors';

export type WorkloadClusterFailure = 'Unreachable' | 'NotConnected' | 'Unauthorized' | 'InvalidKubeconfig';

/** A workload cluster cannot be used now. Retried with backoff; surfaces as `ConnectionDown` in the conditions that need the cluster. */
export class WorkloadClusterError extends AppError {
  readonly code = 'WorkloadCluster';
  readonly failure: WorkloadClusterFailure;

  constructor(failure: WorkloadClusterFailure, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }

  static override is(value: unknown): value is WorkloadClusterError {
    return AppError.is(value) && value.code === 'WorkloadCluster';
  }
}
