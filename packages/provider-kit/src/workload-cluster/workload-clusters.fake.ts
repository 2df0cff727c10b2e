import type { ObjectKey } from '@clusterwright/api';
import { keyString } from '@clusterwright/api';
import type { Node } from '@clusterwright/api/kubernetes';
import type { KubeClient } from '@clusterwright/kube-client';
import type { EventSource } from '@clusterwright/controller-runtime';
import type { NodeCache, ProbeState, WorkloadClusters, WorkloadConnection } from './workload-clusters.ts';

/** Nodes in a list. Memory: `remembered`, the Nodes that were given back after a write. */
export class FakeNodeCache implements NodeCache {
  readonly remembered: Node[] = [];
  #nodes: readonly Node[];

  constructor(nodes: readonly Node[] = []) {
    this.#nodes = nodes;
  }

  get(name: string): Node | undefined {
    return this.#nodes.find(({ metadata }) => metadata.name === name);
  }

  list(): readonly Node[] {
    return this.#nodes;
  }

  byProviderID(providerID: string): readonly Node[] {
    return this.#nodes.filter(({ spec }) => spec?.providerID === providerID);
  }

  remember(node: Node): void {
    this.remembered.push(node);
    this.#nodes = [...this.#nodes.filter(({ metadata }) => metadata.name !== node.metadata.name), node];
  }

  forget(node: Node): void {
    this.#nodes = this.#nodes.filter(({ metadata }) => metadata.name !== node.metadata.name);
  }
}

/** Connections that tests make and break. Sources never wake anybody. */
export class FakeWorkloadClusters implements WorkloadClusters {
  readonly #connections = new Map<string, WorkloadConnection>();

  /** Makes a cluster reachable through a client, usually `fakeClient(…).live`. */
  connect(cluster: ObjectKey, client: KubeClient, nodes: readonly Node[] = [], probe: ProbeState = { lastSuccessTime: new Date('2026-11-21T12:00:00Z'), consecutiveFailures: 0 }): FakeNodeCache {
    const cache = new FakeNodeCache(nodes);
    this.#connections.set(keyString(cluster), { kind: 'connected', cluster: { client, nodes: cache }, probe });
    return cache;
  }

  disconnect(cluster: ObjectKey, probe: ProbeState = { lastSuccessTime: undefined, consecutiveFailures: 0 }): void {
    this.#connections.set(keyString(cluster), { kind: 'disconnected', reason: 'connection to the workload cluster is down', probe });
  }

  get(cluster: ObjectKey): WorkloadConnection {
    return this.#connections.get(keyString(cluster)) ?? { kind: 'disconnected', reason: 'connection to the workload cluster is down', probe: { lastSuccessTime: undefined, consecutiveFailures: 0 } };
  }

  connectionSource(): EventSource {
    return () => () => undefined;
  }

  nodeSource(): EventSource {
    return () => () => undefined;
  }
}
