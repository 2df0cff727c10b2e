import type { DevMachine } from '@clusterwright/api/infrastructure/v1beta2';
import type { Admission, Reconciler } from '@clusterwright/controller-runtime';
import { findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { gatherDevMachineScope, ownerMachineOf } from './devmachine.scope.ts';
import type { DevMachineDeps, DevMachineScope } from './devmachine.scope.ts';
import { ownedConditions, reportDevMachine } from './devmachine.status.ts';
import { deletion } from './phases/deletion.act.ts';
import { provisioning } from './phases/provisioning.act.ts';

/**
 * DevMachine with the in-memory backend: one simulated instance.
 *
 * - reads: DevMachine, its Machine and Cluster, the cluster's CA Secrets
 * - writes: its own providerID and status; the bootstrapped annotation of its Machine; objects of the simulated cluster
 * - owns conditions: Ready, VMProvisioned, NodeProvisioned, EtcdProvisioned, APIServerProvisioned
 * - requeues: until the next startup delay is over, or after a component could not be started; everything else wakes on a watch
 */
export function devMachineReconciler(deps: DevMachineDeps): Reconciler<DevMachine, DevMachineScope> {
  return {
    name: 'devmachine',
    finalizer: 'dockermachine.infrastructure.cluster.x-k8s.io',
    ownedConditions,
    observesGeneration: false,
    admit: (devMachine) => admit(deps, devMachine),
    gather: (devMachine) => gatherDevMachineScope(deps, devMachine),
    apply: [provisioning(deps)],
    cleanup: [deletion(deps)],
    report: reportDevMachine,
  };
}

async function admit(deps: DevMachineDeps, devMachine: DevMachine): Promise<Admission> {
  const machine = await ownerMachineOf(deps, devMachine);
  const cluster = await findClusterByLabel(deps.client, machine ?? devMachine);
  const clusterPaused = cluster?.spec.paused === true;
  // Whatever happened to Machine and Cluster, what was made for them can still be taken away.
  if (devMachine.metadata.deletionTimestamp !== undefined) return { step: 'proceed', clusterPaused };
  if (!machine) return { step: 'wait', reason: 'the Machine controller has not set an owner reference yet' };
  if (!cluster) return { step: 'wait', reason: 'the owning Machine names no Cluster that exists' };
  return { step: 'proceed', clusterPaused };
}
