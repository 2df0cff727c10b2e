import type { UnstructuredObject } from '@clusterwright/api';
import type { ObservedObject } from '../../shared/observed-object.scope.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import { preflightMessages } from '../replicas/preflight.plan.ts';

type Input = Pick<MachineSetScope, 'cluster' | 'machineSet' | 'controlPlane' | 'bootstrapTemplate'>;

/** Why Machines should neither be created nor replaced now; empty where nothing speaks against it. Pure. Errors: the one that reading the control plane met. */
export function runPreflight({ features, preflightChecks }: Pick<MachineSetDeps, 'features' | 'preflightChecks'>, { cluster, machineSet, controlPlane, bootstrapTemplate }: Input): readonly string[] {
  if (!features.enabled('MachineSetPreflightChecks') || preflightChecks.size === 0) return [];
  if (controlPlane.kind === 'failed') throw controlPlane.error;
  if (controlPlane.kind === 'notFound') return ['the control plane of the Cluster does not exist'];
  return preflightMessages({
    cluster,
    machineSet,
    controlPlane: objectOf(controlPlane),
    bootstrapTemplate: objectOf(bootstrapTemplate),
    enabled: preflightChecks,
    topology: features.enabled('ClusterTopology'),
  });
}

const objectOf = (observed: ObservedObject): UnstructuredObject | undefined => (observed.kind === 'found' ? observed.object : undefined);
