import { keyString } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import { done, inOrder } from '@clusterwright/controller-runtime';
import type { Admission, Phase, Reconciler } from '@clusterwright/controller-runtime';
import { findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import type { DockerMachineKind } from './docker-machine-kind.ts';
import { gatherDockerMachineScope, ownerMachineOf } from './dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope } from './dockermachine.scope.ts';
import { ownedConditions, reportDockerMachine } from './dockermachine.status.ts';
import { bootstrap } from './phases/bootstrap.act.ts';
import { cgroups } from './phases/cgroups.act.ts';
import { container } from './phases/container.act.ts';
import { deletion } from './phases/deletion.act.ts';
import { loadBalancer } from './phases/load-balancer.act.ts';
import { node } from './phases/node.act.ts';
import { withOwnDelays } from './phases/own-delays.act.ts';
import { preloadedImages } from './phases/preloaded-images.act.ts';

/**
 * One container that is a machine (spec DEV-03, DEV-04). One implementation for DevMachine and DockerMachine.
 *
 * - reads: the object, its Machine, MachinePool, Cluster and the cluster's infrastructure, its bootstrap data Secret; containers; its Node
 * - writes: its own providerID, weight annotation and status; container, load balancer configuration; providerID and taints of its Node
 * - owns conditions: Ready, ContainerProvisioned, CGroupsReady, PreLoadedImagesReady, BootstrapCompleted
 * - requeues: while the system inside the container starts and bootstrap data is executed, which nothing announces, and after failures of the engine;
 *   changes of containers, background work, Nodes and connections wake it
 */
export function dockerMachineReconciler<T extends KubeObject>(kind: DockerMachineKind<T>, deps: DockerMachineDeps): Reconciler<T, DockerMachineScope> {
  const own = (name: string, phaseOf: (deps: DockerMachineDeps) => Phase<DockerMachineScope>): Phase<DockerMachineScope> => withOwnDelays(deps, name, phaseOf);
  return {
    name: kind.name,
    finalizer: 'dockermachine.infrastructure.cluster.x-k8s.io',
    ownedConditions,
    observesGeneration: false,
    admit: (object) => admit(deps, object),
    gather: (object) => gatherDockerMachineScope(deps, kind, object),
    apply: [
      inOrder(container(deps), own('loadBalancer', loadBalancer), own('system', cgroups), own('images', preloadedImages), own('bootstrap', bootstrap), node(deps)),
      // What a serving machine could not do must not hold up the rest, and is tried again nevertheless.
      ({ unsettled }) => unsettled ?? done,
    ],
    cleanup: [own('deletion', deletion)],
    forget(key) {
      deps.tasks.cancel(key);
      deps.delays.forget(keyString(key));
    },
    report: reportDockerMachine,
  };
}

async function admit({ client, changes }: DockerMachineDeps, object: KubeObject): Promise<Admission> {
  const machine = await ownerMachineOf(client, object);
  const cluster = await findClusterByLabel(client, machine ?? object);
  const clusterPaused = cluster?.spec.paused === true;
  // Whatever happened to Machine and Cluster, what was made for them can still be taken away.
  if (object.metadata.deletionTimestamp === undefined) {
    if (!machine) return { step: 'wait', reason: 'the Machine controller has not set an owner reference yet' };
    if (!cluster) return { step: 'wait', reason: 'the owning Machine names no Cluster that exists' };
  }
  changes.activate();
  return { step: 'proceed', clusterPaused };
}
