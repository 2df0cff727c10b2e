import type { ObjectKey } from '@clusterwright/api';
import { clusterNameLabel, keyOf, keyString } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import type { Node, Secret } from '@clusterwright/api/kubernetes';
import type { Client, EventSource, Manager, Reconciler } from '@clusterwright/controller-runtime';
import { watch } from '@clusterwright/controller-runtime';
import { systemClock } from '@clusterwright/controller-runtime/clock';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import type { KubeClient } from '@clusterwright/kube-client';
import type { ConnectionConfig } from '@clusterwright/kube-client/connection';
import { createKubeClient } from '@clusterwright/kube-client/create-client';
import { clusterCacheMetrics } from './cluster-cache-metrics.ts';
import { isUnhealthyNotificationDue } from './connection.plan.ts';
import type { ConnectionFacts } from './connection.plan.ts';
import { WorkloadClusterConnector } from './connector.ts';
import { selfFromEnvironment } from './self-hosted.ts';
import type { KubeconfigEndpoint } from './kubeconfig-endpoint.ts';
import type { ConnectionSourceOptions, WorkloadClusters, WorkloadConnection } from './workload-clusters.ts';

export interface WorkloadClustersOptions {
  readonly manager: Pick<Manager, 'client' | 'log' | 'metrics' | 'signal' | 'addController'>;
  /** Whether this process needs Nodes of workload clusters. */
  readonly nodes: boolean;
  /**
   * Whether a new cluster is tried every second until it answers. Default true; false for processes that have nothing to do there before
   * `status.initialization.controlPlaneInitialized`, which wakes them at once.
   */
  readonly eager?: boolean | undefined;
  /** Clusters that are not accepted are never connected to; asked whenever a Cluster has changed in a way that matters here. Default: all are. */
  readonly accepts?: ((cluster: Cluster) => Promise<boolean>) | undefined;
  readonly userAgent?: string | undefined;
  /** Requests per second to one workload cluster (`--clustercache-client-qps`, `-burst`). */
  readonly clientQps?: number | undefined;
  readonly clientBurst?: number | undefined;
  /** How many clusters are connected or probed at a time (`--clustercache-concurrency`). */
  readonly concurrency?: number | undefined;
  readonly clock?: Clock | undefined;
  /** For tests. */
  readonly connect?: ((config: ConnectionConfig) => KubeClient) | undefined;
}

export const defaultClientQps = 20;
export const defaultClientBurst = 30;
export const defaultConcurrency = 100;
const clientTimeoutMs = 10_000;
const kubeconfigSuffix = '-kubeconfig';
const neverConnected: WorkloadConnection = { kind: 'disconnected', reason: 'connection to the workload cluster is down', probe: { lastSuccessTime: undefined, consecutiveFailures: 0 } };

/**
 * Connects to every workload cluster in the background, for as long as its Cluster exists; see `WorkloadClusters`.
 *
 * Adds the controller `clustercache` to the manager. The Secrets it reads should carry the cluster-name label, as those of every control plane provider do:
 * others are found by a live GET after two seconds, and then twice a minute.
 */
export function createWorkloadClusters(options: WorkloadClustersOptions): WorkloadClusters {
  const registry = new ConnectorRegistry(options);
  options.manager.addController<Cluster, ClusterScope>({
    for: Clusters,
    reconciler: clusterCacheReconciler(registry, options),
    concurrency: options.concurrency ?? defaultConcurrency,
    when: clusterMatters,
    watches: [watch<Secret>({ resource: Secrets, toKeys: clusterOfKubeconfig, when: kubeconfigChanged })],
    rbac: [
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  return registry;
}

interface ClusterScope {
  readonly cluster: Cluster;
}

function clusterCacheReconciler(registry: ConnectorRegistry, { manager: { client }, eager = true, accepts }: WorkloadClustersOptions): Reconciler<Cluster, ClusterScope> {
  const step = async ({ cluster }: ClusterScope, { signal }: { signal: AbortSignal }) => {
    const connector = registry.ensure(keyOf(cluster));
    const kubeconfig = connector.isConnected ? undefined : await readKubeconfig(client, cluster, connector.hasMissedKubeconfig);
    const outcome = await connector.step({ ...factsOf(cluster, kubeconfig), eager }, signal);
    registry.tellUnhealthy(keyOf(cluster), connector);
    return outcome;
  };
  return {
    name: 'clustercache',
    ownedConditions: [],
    pausable: false,
    observesGeneration: false,
    admit: async (cluster) => (accepts && !(await accepts(cluster)) ? { step: 'wait', reason: 'nobody here has anything to do in this cluster' } : { step: 'proceed' }),
    gather: (cluster) => ({ cluster }),
    apply: [step],
    cleanup: [step],
    forget: (key) => registry.remove(key),
  };
}

/** Looks among the Secrets that are watched, and only then for one that nobody labelled: in every new cluster the Secret is not there yet, and its watch tells. */
export async function readKubeconfig(client: Client, cluster: Cluster, isMissed: boolean): Promise<string | undefined> {
  if (!isProvisioned(cluster)) return undefined;
  const key = { namespace: cluster.metadata.namespace, name: cluster.metadata.name + kubeconfigSuffix };
  const labels = { [clusterNameLabel]: cluster.metadata.name };
  const [watched] = await client.list<Secret>(Secrets, { namespace: key.namespace, labels, filter: ({ metadata }) => metadata.name === key.name });
  const secret = watched ?? (isMissed ? await client.get<Secret>(Secrets, key) : undefined);
  const data = secret?.data?.['value'];
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8');
}

function factsOf(cluster: Cluster, kubeconfig: string | undefined): Omit<ConnectionFacts, 'eager'> {
  return {
    infrastructureProvisioned: isProvisioned(cluster),
    controlPlaneInitialized: cluster.status?.initialization?.controlPlaneInitialized === true,
    kubeconfig,
  };
}

function isProvisioned(cluster: Cluster | undefined): boolean {
  return cluster?.status?.initialization?.infrastructureProvisioned === true;
}

/** Most changes of a Cluster say nothing of its API server. */
export function clusterMatters(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next || !previous) return true;
  const initialized = (cluster: Cluster) => cluster.status?.initialization?.controlPlaneInitialized === true;
  return isProvisioned(next) !== isProvisioned(previous) || initialized(next) !== initialized(previous);
}

export function clusterOfKubeconfig({ metadata: { namespace, name } }: Secret): ObjectKey[] {
  return name.endsWith(kubeconfigSuffix) ? [{ namespace, name: name.slice(0, -kubeconfigSuffix.length) }] : [];
}

export function kubeconfigChanged(next: Secret | undefined, previous: Secret | undefined): boolean {
  return next !== undefined && next.metadata.name.endsWith(kubeconfigSuffix) && next.data?.['value'] !== previous?.data?.['value'];
}

interface ConnectionListener {
  readonly wake: (cluster: ObjectKey) => void;
  readonly unhealthyAfterMs: number | undefined;
  readonly lastToldAt: Map<string, number>;
}

type NodeListener = (cluster: ObjectKey, next: Node | undefined, previous: Node | undefined) => void;

/** All connectors of the process, and who wants to know of their changes. */
class ConnectorRegistry implements WorkloadClusters {
  readonly #options: WorkloadClustersOptions;
  readonly #clock: Clock;
  readonly #connectors = new Map<string, WorkloadClusterConnector>();
  readonly #connectionListeners = new Set<ConnectionListener>();
  readonly #nodeListeners = new Set<NodeListener>();
  readonly #metrics;
  readonly #self = selfFromEnvironment(process.env);

  constructor(options: WorkloadClustersOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#metrics = clusterCacheMetrics(options.manager.metrics);
    options.manager.signal.addEventListener('abort', () => this.#closeAll(), { once: true });
  }

  get(cluster: ObjectKey): WorkloadConnection {
    return this.#connectors.get(keyString(cluster))?.connection ?? neverConnected;
  }

  connectionSource(toKeys: Parameters<WorkloadClusters['connectionSource']>[0], { unhealthyAfterMs }: ConnectionSourceOptions = {}): EventSource {
    return (enqueue) => {
      const wake = (cluster: ObjectKey) => void this.#enqueueAll(() => toKeys(cluster), enqueue);
      const listener: ConnectionListener = { wake, unhealthyAfterMs, lastToldAt: new Map() };
      this.#connectionListeners.add(listener);
      return () => this.#connectionListeners.delete(listener);
    };
  }

  nodeSource(toKeys: Parameters<WorkloadClusters['nodeSource']>[0]): EventSource {
    return (enqueue) => {
      const listener: NodeListener = (cluster, next, previous) => void this.#enqueueAll(() => toKeys(cluster, next, previous), enqueue);
      this.#nodeListeners.add(listener);
      return () => this.#nodeListeners.delete(listener);
    };
  }

  ensure(key: ObjectKey): WorkloadClusterConnector {
    const name = keyString(key);
    const known = this.#connectors.get(name);
    if (known) return known;
    const connector = new WorkloadClusterConnector({
      key,
      clock: this.#clock,
      log: this.#options.manager.log.with({ controller: 'clustercache', Cluster: name }),
      metrics: this.#metrics,
      cacheNodes: this.#options.nodes,
      connect: (endpoint) => this.#connect(endpoint),
      self: this.#self,
      onConnectionChange: () => this.#tellConnectionChange(key),
      onNodeChange: (next, previous) => this.#nodeListeners.forEach((listener) => listener(key, next, previous)),
    });
    this.#connectors.set(name, connector);
    return connector;
  }

  remove(key: ObjectKey): void {
    const name = keyString(key);
    const connector = this.#connectors.get(name);
    const wasConnected = connector?.isConnected === true;
    connector?.close();
    this.#connectors.delete(name);
    for (const { lastToldAt } of this.#connectionListeners) lastToldAt.delete(name);
    // Whoever holds on to the connection, with a watch of their own, has to let go of it.
    if (wasConnected) this.#tellConnectionChange(key);
  }

  tellUnhealthy(key: ObjectKey, { history }: WorkloadClusterConnector): void {
    const now = this.#clock.now().getTime();
    for (const { unhealthyAfterMs, lastToldAt, wake } of this.#connectionListeners) {
      if (unhealthyAfterMs === undefined || !isUnhealthyNotificationDue(history, unhealthyAfterMs, lastToldAt.get(keyString(key)), now)) continue;
      lastToldAt.set(keyString(key), now);
      wake(key);
    }
  }

  #connect(endpoint: KubeconfigEndpoint): KubeClient {
    const { connect = createKubeClient, userAgent, clientQps: qps = defaultClientQps, clientBurst: burst = defaultClientBurst } = this.#options;
    return connect({ ...endpoint, userAgent, qps, burst, timeoutMs: clientTimeoutMs });
  }

  #tellConnectionChange(key: ObjectKey): void {
    for (const { wake } of this.#connectionListeners) wake(key);
  }

  async #enqueueAll(toKeys: () => readonly ObjectKey[] | Promise<readonly ObjectKey[]>, enqueue: (key: ObjectKey) => void): Promise<void> {
    try {
      for (const key of await toKeys()) enqueue(key);
    } catch (error) {
      this.#options.manager.log.error('Failing to find what a workload cluster concerns', { err: toError(error).message });
    }
  }

  #closeAll(): void {
    for (const connector of this.#connectors.values()) connector.close();
    this.#connectors.clear();
  }
}
