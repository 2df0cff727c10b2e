import { done, type Phase } from '@clusterwright/controller-runtime';
import type { ClusterScope } from '../cluster.scope.ts';

/** Descendants were listed when the scope was gathered; where that failed, the pass fails here and everything else still runs. */
export const descendantsListed: Phase<ClusterScope> = ({ descendants }) => {
  if (descendants.kind === 'unreadable') throw descendants.error;
  return done;
};
