import type { MachineAddress } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';

const uninitializedTaint = 'node.cloudprovider.kubernetes.io/uninitialized';

/** The merge patches that a Node needs; undefined where it has everything. */
export interface NodePatches {
  readonly main?: object | undefined;
  readonly status?: object | undefined;
}

/**
 * What a cloud provider would do for the Node: its provider ID, and where the kubelet waits for a cloud provider its addresses and the end of that wait. Pure.
 *
 * Addresses keep their order: kubelets give host network Pods the first ones.
 */
export function planNode(node: Node, providerID: string, addresses: readonly MachineAddress[]): NodePatches {
  const taints = node.spec?.taints ?? [];
  const waits = taints.some(isUninitialized);
  const spec = {
    ...(node.spec?.providerID ? {} : { providerID }),
    ...(waits ? { taints: taints.filter((taint) => !isUninitialized(taint)) } : {}),
  };
  // The list of taints belongs to others as well: a stale one must not be written back.
  const metadata = waits ? { metadata: { resourceVersion: node.metadata.resourceVersion } } : {};
  return { main: Object.keys(spec).length > 0 ? { ...metadata, spec } : undefined, status: waits ? addressPatch(node, addresses) : undefined };
}

function isUninitialized({ key, effect }: { readonly key: string; readonly effect: string }): boolean {
  return key === uninitializedTaint && effect === 'NoSchedule';
}

function addressPatch(node: Node, addresses: readonly MachineAddress[]): object | undefined {
  const known = node.status?.addresses ?? [];
  const missing = addresses.filter(({ type, address }) => type === 'InternalIP' && !known.some((other) => other.type === type && other.address === address));
  return missing.length > 0 ? { status: { addresses: [...known, ...missing] } } : undefined;
}
