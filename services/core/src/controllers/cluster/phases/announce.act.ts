import { done, type Phase } from '@clusterwright/controller-runtime';
import { phaseChangedEvent } from '../cluster.events.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { phaseOf } from '../status/derived.status.ts';

/** Tells users about a new status.phase. Last of the phases: it sees what the others observed. */
export const announcePhase: Phase<ClusterScope> = (scope, { events }) => {
  const phase = phaseOf(scope);
  if (phase !== scope.cluster.status?.phase) phaseChangedEvent(events, scope.cluster, phase);
  return done;
};
