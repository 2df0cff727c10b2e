import type { Node } from '@clusterwright/api/kubernetes';
import { Nodes } from '@clusterwright/api/kubernetes';
import type { KubeClient } from '@clusterwright/kube-client';
import { Informer } from '@clusterwright/controller-runtime/cache/informer';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import type { Logger } from '@clusterwright/controller-runtime';
import type { NodeCache } from './workload-clusters.ts';

const providerIDIndex = 'spec.providerID';

export interface WatchedNodesOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onChange: (next: Node | undefined, previous: Node | undefined) => void;
}

/** Nodes of one workload cluster by list and watch, until the signal fires. `synced` resolves when the cache holds all of them. */
export function watchNodes({ client, clock, log, signal, onChange }: WatchedNodesOptions): { readonly nodes: NodeCache; readonly synced: Promise<void> } {
  const indexes = { [providerIDIndex]: ({ spec }: Node) => (spec?.providerID ? [spec.providerID] : []) };
  const informer = new Informer<Node>({ client, resource: Nodes, clock, log, signal, cache: { indexes, transform: withoutImages } });
  informer.addListener(({ next, previous }) => onChange(next, previous));
  informer.start();
  const { store, synced } = informer;
  const nodes: NodeCache = {
    get: (name) => store.get({ name }),
    list: () => store.list(),
    byProviderID: (value) => store.list({ index: { name: providerIDIndex, value } }),
    remember: (node) => void informer.remember(node),
    forget: ({ metadata }) => informer.forget({ name: metadata.name }, metadata.uid),
  };
  return { nodes, synced };
}

/** The list of container images is the largest part of a Node, and nobody reads it. */
function withoutImages(node: Node): Node {
  if (node.status === undefined || !('images' in node.status)) return node;
  const { images: _, ...status } = node.status as NonNullable<Node['status']> & { images?: unknown };
  return { ...node, status };
}

/** For processes that do not cache Nodes. */
export const noNodes: NodeCache = {
  get: () => undefined,
  list: () => [],
  byProviderID: () => [],
  remember: () => undefined,
  forget: () => undefined,
};
