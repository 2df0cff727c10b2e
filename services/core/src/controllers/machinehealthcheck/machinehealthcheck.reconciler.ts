import { Clusters, machineHealthCheckConditions } from '@clusterwright/api/core/v1beta2';
import type { MachineHealthCheck } from '@clusterwright/api/core/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { gatherMachineHealthCheckScope } from './machinehealthcheck.scope.ts';
import type { MachineHealthCheckDeps, MachineHealthCheckScope } from './machinehealthcheck.scope.ts';
import { reportMachineHealthCheck } from './machinehealthcheck.status.ts';
import { assessment } from './phases/assessment.act.ts';
import { marks } from './phases/marks.act.ts';
import { failedRequests, recheck } from './phases/outcome.act.ts';
import { requests } from './phases/requests.act.ts';

/**
 * Finds unhealthy Machines, and calls for their remediation: by their owner, or by whoever answers remediation requests.
 *
 * - reads: Cluster, Machines, Nodes of the workload cluster, remediation template and requests
 * - writes: conditions HealthCheckSucceeded, OwnerRemediated and ExternallyRemediated of Machines; remediation requests
 * - owns conditions: RemediationAllowed
 * - requeues: when the next timeout ends; everything else wakes on a watch
 */
export function machineHealthCheckReconciler(deps: MachineHealthCheckDeps): Reconciler<MachineHealthCheck, MachineHealthCheckScope> {
  return {
    name: 'machinehealthcheck',
    ownedConditions: Object.keys(machineHealthCheckConditions),
    admit: async ({ metadata: { namespace }, spec }) => {
      const cluster = await deps.client.get(Clusters, { namespace, name: spec.clusterName });
      return cluster ? { step: 'proceed', clusterPaused: cluster.spec.paused ?? false } : { step: 'wait', reason: 'WaitingForCluster' };
    },
    gather: (machineHealthCheck) => gatherMachineHealthCheckScope(deps, machineHealthCheck),
    apply: [assessment, requests(deps), marks(deps), recheck, failedRequests],
    report: reportMachineHealthCheck,
  };
}
