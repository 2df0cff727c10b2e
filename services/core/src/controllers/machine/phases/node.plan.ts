import type { Machine, NodeSystemInfo } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { AppError } from '@clusterwright/api/errors';
import type { WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { withStatus } from '../../shared/learned.plan.ts';
import type { ObservedNode } from '../machine.scope.ts';

/** Two Nodes claim to run on one instance. Retried with backoff; the log names the providerID. */
export class AmbiguousProviderIDError extends AppError {
  readonly code = 'AmbiguousProviderID';
}

/** The Node with exactly this providerID, as far as the workload cluster can be asked. */
export function observeNode(connection: WorkloadConnection, providerID: string | undefined): ObservedNode {
  if (!providerID) return { kind: 'unset' };
  if (connection.kind !== 'connected') return { kind: 'notConnected' };
  const [node, ...more] = connection.cluster.nodes.byProviderID(providerID);
  if (more.length > 0) return { kind: 'failed', error: new AmbiguousProviderIDError(`unexpectedly found more than one Node matching the providerID ${providerID}`) };
  return node ? { kind: 'found', node } : { kind: 'notFound' };
}

/** The Machine with what its Node says about itself. */
export function withNode(machine: Machine, node: Node): Machine {
  const nodeRef = machine.status?.nodeRef ?? { name: node.metadata.name };
  return withStatus(machine, { nodeRef, nodeInfo: nodeInfoOf(node) });
}

const textFields = ['architecture', 'bootID', 'containerRuntimeVersion', 'kernelVersion', 'kubeProxyVersion', 'kubeletVersion', 'machineID', 'operatingSystem', 'osImage', 'systemUUID'] as const;

/** Only fields that the Machine's schema has: others would be pruned, and written again in every pass. */
function nodeInfoOf({ status }: Node): NodeSystemInfo {
  const info = Object.fromEntries(textFields.map((field) => [field, status?.nodeInfo?.[field] ?? ''])) as Record<(typeof textFields)[number], string>;
  const swap = status?.nodeInfo?.swap;
  return swap ? { ...info, swap } : info;
}
