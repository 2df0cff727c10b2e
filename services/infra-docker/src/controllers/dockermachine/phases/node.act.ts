import type { MachineAddress } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import type { Node } from '@clusterwright/api/kubernetes';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import type { WorkloadCluster } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { dockerProviderID } from '../../../containers/container-names.ts';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope } from '../dockermachine.scope.ts';
import { machineAddresses } from '../machine-addresses.ts';
import { planNode } from './node.plan.ts';

/** Gives the Node of the machine what a cloud provider would give it; changes of Nodes and of the connection wake it. */
export function node({ workloadClusters }: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    const { cluster, clusterKey, containerName } = admitted(scope);
    // Without a control plane object nobody says that there is an API server, and Machines get their Node only by the provider ID: then it is tried at once.
    if (cluster.spec.controlPlaneRef && cluster.status?.initialization?.controlPlaneInitialized !== true) return waitFor('WaitingForControlPlaneInitialized');
    const connection = workloadClusters.get(clusterKey);
    if (connection.kind === 'disconnected') return waitFor('WorkloadClusterDisconnected', connection.reason);
    const found = connection.cluster.nodes.get(containerName);
    if (!found) return waitFor('WaitingForNode', `Node ${containerName} has not registered yet`);
    await initializeNode(connection.cluster, found, machineAddresses(scope), ctx);
    return done;
  };
}

async function initializeNode({ client, nodes }: WorkloadCluster, found: Node, addresses: readonly MachineAddress[], { log, signal }: ReconcileContext): Promise<void> {
  const { name } = found.metadata;
  const providerID = dockerProviderID(name);
  const { status } = planNode(found, providerID, addresses);
  // Addresses first: the taint tells schedulers to wait for them.
  const addressed = status ? await client.patch(Nodes, { name }, { type: 'merge', body: status }, { subresource: 'status', signal }) : found;
  const { main } = planNode(addressed, providerID, []);
  if (main) log.info('Initializing Node', { Node: name, providerID, reason: 'it has no provider ID, or waits for a cloud provider' });
  const initialized = main ? await client.patch(Nodes, { name }, { type: 'merge', body: main }, { signal }) : addressed;
  if (initialized !== found) nodes.remember(initialized);
}
