import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';

/** Looks again when the next Machine may become unhealthy, which no event announces. */
export const recheck: Phase<MachineHealthCheckScope> = ({ assessment }) => {
  const afterMs = assessment?.nextCheckMs;
  return afterMs === undefined ? done : requeueAfter(afterMs, 'WaitingForTimeout');
};

/** Tries again what failed with requests; a template that does not exist yet tells when it does. Comes last: by then the Machines say what is wrong. */
export const failedRequests: Phase<MachineHealthCheckScope> = ({ external, requests }) => {
  const failed = [...requests.values()].filter((outcome) => 'error' in outcome);
  const isAwaited = external?.template.kind === 'notFound' && failed.every(({ state }) => state === 'templateNotFound');
  const [first] = failed;
  if (!first) return done;
  if (isAwaited) return waitFor('WaitingForRemediationTemplate', first.error.message);
  throw failed.length === 1 ? first.error : new AggregateError(failed.map(({ error }) => error), failed.map(({ error }) => error.message).join('; '));
};
