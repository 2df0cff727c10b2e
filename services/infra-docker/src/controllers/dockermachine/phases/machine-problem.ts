import { keyString } from '@clusterwright/api';
import { requeueAfter } from '@clusterwright/controller-runtime';
import type { Outcome, ReconcileContext } from '@clusterwright/controller-runtime';
import { isUnreachable, isUserProblem } from '../../../engine-problem.ts';
import { dockerMachineEvents } from '../dockermachine.events.ts';
import type { DockerMachineDeps, DockerMachineScope } from '../dockermachine.scope.ts';

export interface Failing {
  readonly deps: DockerMachineDeps;
  readonly scope: DockerMachineScope;
  readonly ctx: ReconcileContext;
  /** What failed: `Failed to create container x`. */
  readonly lead: string;
  /** Where the time of the next try is known already. */
  readonly retryAfterMs?: number | undefined;
}

/** What a condition says of an error, and when to try again. */
export interface MachineProblem {
  readonly message: string;
  /** Nothing can be seen of the machine. */
  readonly isUnreachable: boolean;
  readonly outcome: Outcome;
}

/** Tells users of an error from outside; throws what is for the driver. */
export function machineProblem({ deps, scope, ctx, lead, retryAfterMs }: Failing, error: unknown): MachineProblem {
  if (!isUserProblem(error)) throw error;
  const message = `${lead}: ${error.message}`;
  const afterMs = retryAfterMs ?? deps.delays.failed(keyString(scope.object.metadata), ctx.now());
  ctx.log.error(lead, { container: scope.containerName, err: error, retryAfterMs: afterMs });
  dockerMachineEvents(ctx.events, scope.object).containerFailed(message);
  return { message, isUnreachable: isUnreachable(error), outcome: requeueAfter(afterMs, 'ContainerFailed', message) };
}
