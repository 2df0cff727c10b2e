import { inMemoryBootstrappedAnnotation, keyString } from '@clusterwright/api';
import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { DevMachine } from '@clusterwright/api/infrastructure/v1beta2';
import { InvariantError } from '@clusterwright/api/errors';
import type { Client } from '@clusterwright/controller-runtime';
import { clusterKeyOf, findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import type { SimulatedCluster, SimulatedClusters } from '../../ports/simulated-clusters.ts';
import type { SimulatedInstances } from '../../ports/simulated-instances.ts';
import type { ComponentStates, StartFailures } from './phases/provisioning.plan.ts';

export interface DevMachineDeps {
  readonly client: Client;
  readonly clusters: SimulatedClusters;
  readonly instances: SimulatedInstances;
}

export interface DevMachineScope {
  readonly devMachine: DevMachine;
  readonly machine: Machine | undefined;
  readonly cluster: Cluster | undefined;
  /** Undefined while the DevCluster's endpoint is not open in this process. */
  readonly simulation: SimulatedCluster | undefined;
  readonly isControlPlane: boolean;
  /** Everything came up once; nothing is delayed any more. */
  readonly wasBootstrapped: boolean;
  /** How far the machine has come; set by the provisioning phase. */
  readonly states?: ComponentStates | undefined;
  /** Why components could not be started in this pass. */
  readonly failures?: StartFailures | undefined;
}

/** The owning Machine, in the cache; undefined while no owner reference is set, or it is gone. */
export async function ownerMachineOf({ client }: Pick<DevMachineDeps, 'client'>, { metadata }: DevMachine): Promise<Machine | undefined> {
  const owner = metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === 'Machine' && apiVersion.startsWith('cluster.x-k8s.io/'));
  return owner && client.get(Machines, { namespace: metadata.namespace, name: owner.name });
}

export async function gatherDevMachineScope(deps: DevMachineDeps, devMachine: DevMachine): Promise<DevMachineScope> {
  const machine = await ownerMachineOf(deps, devMachine);
  const cluster = await findClusterByLabel(deps.client, machine ?? devMachine);
  // By the label, and not by the Cluster: it may be gone before its machines.
  const key = clusterKeyOf(machine ?? devMachine);
  return {
    devMachine,
    machine,
    cluster,
    simulation: key && deps.clusters.getCluster(keyString(key)),
    isControlPlane: (machine ?? devMachine).metadata.labels?.['cluster.x-k8s.io/control-plane'] !== undefined,
    wasBootstrapped: machine?.metadata.annotations?.[inMemoryBootstrappedAnnotation] !== undefined,
  };
}

/** The parts that exist once the object was admitted. */
export function admitted(scope: DevMachineScope): { machine: Machine; cluster: Cluster } {
  const { machine, cluster } = scope;
  if (!machine || !cluster) throw new InvariantError('a DevMachine is reconciled without its Machine and Cluster');
  return { machine, cluster };
}
