/** Counters and versions of control plane and workers (CL-08). Pure. */
import type { Machine, ReplicaCounts } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { controlPlaneReplicas, controlPlaneStatusVersions } from '@clusterwright/contract';
import { findCondition } from '@clusterwright/controller-runtime';
import { isOwnedBy } from '@clusterwright/provider-kit/cluster/owner-references';
import { aggregateStatusVersions, versionsFromMachines } from '@clusterwright/provider-kit/cluster/status-versions';
import type { ClusterScope, FoundObject } from '../cluster.scope.ts';
import { isNotPoolMachine } from './workers.status.ts';

/** A fragment: a counter that is present and undefined is removed, one that is absent stays. */
export type ReplicasFragment = { readonly [Field in keyof ReplicaCounts]?: ReplicaCounts[Field] | undefined };

const nothing: ReplicasFragment = { desiredReplicas: undefined, replicas: undefined, readyReplicas: undefined, availableReplicas: undefined, upToDateReplicas: undefined, versions: undefined };

/** As the control plane object reports, or counted from stand-alone Machines; undefined where nothing can be said. */
export function controlPlaneCounts({ cluster, controlPlane, descendants }: ClusterScope): ReplicasFragment | undefined {
  if (cluster.spec.controlPlaneRef || cluster.spec.topology) return controlPlane.kind === 'found' ? reportedCounts(controlPlane) : nothing;
  return descendants.kind === 'listed' ? countMachines(descendants.controlPlaneMachines) : undefined;
}

function reportedCounts({ object, contract }: FoundObject): ReplicasFragment {
  try {
    const { desired, current, ready, available, upToDate } = controlPlaneReplicas(object, contract);
    const notNegative = available === undefined ? undefined : Math.max(available, 0);
    const counts = { desiredReplicas: desired, replicas: current, readyReplicas: ready, availableReplicas: notNegative, upToDateReplicas: upToDate };
    // A counter that is not reported keeps its last value: the contract lets a control plane have none.
    const reported = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
    return { ...reported, versions: controlPlaneStatusVersions(object) };
  } catch (error) {
    // Values that cannot be understood change nothing.
    if (AppError.is(error)) return {};
    throw error;
  }
}

/** Pools, deployments, and the MachineSets and Machines that the Cluster owns itself; undefined where they could not be listed. */
export function workersCounts({ cluster, descendants }: ClusterScope): ReplicasFragment | undefined {
  if (descendants.kind === 'unreadable') return undefined;
  const standAloneMachines = descendants.workerMachines.filter((machine) => isNotPoolMachine(machine) && isOwnedBy(machine, cluster));
  const scalable = [...descendants.machinePools, ...descendants.machineDeployments, ...descendants.machineSets.filter((machineSet) => isOwnedBy(machineSet, cluster))];
  const reported = scalable.map(({ spec, status }) => ({ ...status, desiredReplicas: spec.replicas, versions: status?.versions }));
  return sum([...reported, countMachines(standAloneMachines)]);
}

function countMachines(machines: readonly Machine[]): ReplicasFragment {
  const count = (type: string): number | undefined => positive(machines.filter((machine) => findCondition(machine.status?.conditions, type)?.status === 'True').length);
  const replicas = positive(machines.length);
  return {
    // That a stand-alone Machine exists is the wish to have it.
    desiredReplicas: replicas,
    replicas,
    readyReplicas: count('Ready'),
    availableReplicas: count('Available'),
    upToDateReplicas: count('UpToDate'),
    versions: versionsFromMachines(machines),
  };
}

const positive = (count: number): number | undefined => (count > 0 ? count : undefined);

const counters = ['desiredReplicas', 'replicas', 'readyReplicas', 'availableReplicas', 'upToDateReplicas'] as const;

function sum(parts: readonly ReplicasFragment[]): ReplicasFragment {
  const total = (counter: (typeof counters)[number]): number | undefined => {
    const reported = parts.map((part) => part[counter]).filter((count) => count !== undefined);
    return reported.length > 0 ? reported.reduce((all, count) => all + count, 0) : undefined;
  };
  const versions = aggregateStatusVersions(parts.flatMap((part) => part.versions ?? []));
  return { ...Object.fromEntries(counters.map((counter) => [counter, total(counter)])), versions };
}
