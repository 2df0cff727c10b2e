import { keyString, machineFinalizer } from '@clusterwright/api';
import { Clusters, type Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, type Phase, type Reconciler } from '@clusterwright/controller-runtime';
import { HookResponseCache, UpdateMachine } from '@clusterwright/runtime-sdk';
import { NodeDeletionTries } from '../shared/node-deletion-tries.ts';
import { clusterKeyOfMachine, gatherMachineScope, type MachineDeps, type MachineScope } from './machine.scope.ts';
import { ownedMachineConditions, reportMachine } from './machine.status.ts';
import { availability } from './phases/availability.act.ts';
import { bootstrap } from './phases/bootstrap.act.ts';
import { planCertificateExpiry } from './phases/certificate-expiry.plan.ts';
import { deletion } from './phases/deletion.act.ts';
import { inPlaceUpdate } from './phases/in-place-update.act.ts';
import { infrastructure } from './phases/infrastructure.act.ts';
import { node } from './phases/node.act.ts';
import { nodeMetadata } from './phases/node-metadata.act.ts';
import { planOwnerAndLabels } from './phases/owner-and-labels.plan.ts';

/**
 * Drives one Machine from bootstrap data to a ready Node, and back to nothing on deletion.
 *
 * - reads: Cluster, MachineSet, MachineDeployment, BootstrapConfig, InfraMachine, control plane; Nodes, Pods and volumes of the workload cluster
 * - writes: Machine; owner references and cluster label of BootstrapConfig and InfraMachine, and the mark of in-place updates; labels, annotations and taints of the Node; evictions
 * - calls: runtime extensions, for in-place updates
 * - owns conditions: Available, Ready, Updating, BootstrapConfigReady, InfrastructureReady, NodeReady, NodeHealthy, Deleting; UpToDate of Machines of MachineDeployments
 * - requeues: while draining or waiting for volumes, after failing to delete a Node, for minReadySeconds, for the grace period of a lost connection, as long as an extension asks for; everything else wakes on a watch
 */
export function machineReconciler(deps: MachineDeps): Reconciler<Machine, MachineScope> {
  const { remoteConditionsGracePeriodMs } = deps;
  const nodeDeletionTries = new NodeDeletionTries();
  const responses = new HookResponseCache();
  const always = [learns(planOwnerAndLabels), bootstrap(deps), infrastructure(deps), node(deps), nodeMetadata(deps), learns(planCertificateExpiry)];
  return {
    name: 'machine',
    finalizer: machineFinalizer,
    ownedConditions: ownedMachineConditions,
    async admit(machine) {
      const cluster = await deps.client.get(Clusters, clusterKeyOfMachine(machine));
      if (!cluster) return { step: 'wait', reason: `Cluster ${keyString(clusterKeyOfMachine(machine))} does not exist` };
      return { step: 'proceed', clusterPaused: cluster.spec.paused === true };
    },
    gather: (machine) => gatherMachineScope(deps, machine),
    apply: [...always, ...(deps.hooks ? [inPlaceUpdate({ client: deps.client, hooks: deps.hooks, responses })] : []), availability(deps)],
    cleanup: [...always.map(tolerant), deletion({ ...deps, nodeDeletionTries })],
    forget(key) {
      nodeDeletionTries.forget(key);
      responses.forget(UpdateMachine, key);
    },
    report: (scope, result, { now }) => reportMachine(scope, result, { remoteConditionsGracePeriodMs, now: now() }),
  };
}

/** A phase that only works out what the Machine should say. */
function learns(plan: (scope: MachineScope) => Machine): Phase<MachineScope> {
  return (scope) => ({ outcome: done, observed: { machine: plan(scope) } });
}

/** While deleting, the other phases look and adjust as far as they can: neither their waiting nor their failing may hold the deletion up. */
function tolerant(phase: Phase<MachineScope>): Phase<MachineScope> {
  return async (scope, ctx) => {
    try {
      const result = await phase(scope, ctx);
      return 'outcome' in result ? { ...result, outcome: done } : done;
    } catch (error) {
      ctx.log.debug('Going on with the deletion after a failure', { err: toError(error).message });
      return done;
    }
  };
}
