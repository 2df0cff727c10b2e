import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { assess } from '../checks/assessment.plan.ts';
import { machineHealthCheckEvents } from '../machinehealthcheck.events.ts';
import type { MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';

/** Judges the Machines, for the phases that follow. */
export const assessment: Phase<MachineHealthCheckScope> = (scope, { log, events, now }) => {
  const { machineHealthCheck, targets } = scope;
  if (targets === 'unreachable') return waitFor('WaitingForWorkloadCluster');
  const observed = assess(scope, targets, now());
  const { allowance, counts } = observed;
  log.debug('Judged Machines', { ...counts, reason: allowance.kind, nextCheckMs: observed.nextCheckMs });
  // Machines that have not started are no news.
  if (allowance.kind === 'restricted' && counts.unhealthy > 0) machineHealthCheckEvents(events).remediationRestricted(machineHealthCheck, allowance.message);
  return { outcome: done, observed: { assessment: observed } };
};
