import type { ObjectKey } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { Node } from '@clusterwright/api/kubernetes';
import type { KubeClient } from '@clusterwright/kube-client';
import { requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Logger, Outcome } from '@clusterwright/controller-runtime';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import type { ClusterCacheMetrics } from './cluster-cache-metrics.ts';
import { afterConnect, afterFailedConnect, afterProbe, connectRetryMs, freshHistory, planConnection, probeFailureThreshold, probeIntervalMs, probeTimeoutMs, retryDelayMs } from './connection.plan.ts';
import type { ConnectionFacts, ConnectionHistory, ProbeAnswer } from './connection.plan.ts';
import { parseKubeconfig } from './kubeconfig-endpoint.ts';
import type { KubeconfigEndpoint } from './kubeconfig-endpoint.ts';
import { noNodes, watchNodes } from './node-cache.ts';
import { runsIn, type SelfIdentity } from './self-hosted.ts';
import { WorkloadClusterError } from './workload-cluster-error.ts';
import type { NodeCache, WorkloadCluster, WorkloadConnection } from './workload-clusters.ts';

export interface ConnectorOptions {
  readonly key: ObjectKey;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ClusterCacheMetrics;
  /** Whether Nodes are cached. */
  readonly cacheNodes: boolean;
  readonly connect: (endpoint: KubeconfigEndpoint) => KubeClient;
  /** Who this process is, to find out whether it runs in the cluster itself. */
  readonly self?: SelfIdentity | undefined;
  readonly onConnectionChange: () => void;
  readonly onNodeChange: (next: Node | undefined, previous: Node | undefined) => void;
}

const initialSyncTimeoutMs = 60_000;
/** Spreads the probes of clusters that connected together. */
const jitterMs = 1_000;

interface LiveConnection extends WorkloadCluster {
  readonly stop: AbortController;
}

/** The connection to one workload cluster: made, probed and dropped by `step`, which the owner never calls concurrently. */
export class WorkloadClusterConnector {
  readonly #options: ConnectorOptions;
  #history: ConnectionHistory = freshHistory;
  #live: LiveConnection | undefined;
  #lastFailure = '';
  #hasMissedKubeconfig = false;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  get history(): ConnectionHistory {
    return this.#history;
  }

  get isConnected(): boolean {
    return this.#live !== undefined;
  }

  /** Whether a kubeconfig was looked for and not found. */
  get hasMissedKubeconfig(): boolean {
    return this.#hasMissedKubeconfig;
  }

  get connection(): WorkloadConnection {
    const { lastSuccessAt, consecutiveFailures } = this.#history;
    const probe = { lastSuccessTime: lastSuccessAt === undefined ? undefined : new Date(lastSuccessAt), consecutiveFailures };
    if (this.#live) return { kind: 'connected', cluster: this.#live, probe };
    return { kind: 'disconnected', reason: this.#lastFailure || 'connection to the workload cluster is down', probe };
  }

  /** Does what is due, and says when to look again. */
  async step(facts: ConnectionFacts, signal: AbortSignal): Promise<Outcome> {
    const plan = planConnection(this.#history, { ...facts, hasMissedKubeconfig: this.#hasMissedKubeconfig }, this.#now());
    switch (plan.step) {
      case 'idle':
        return waitFor('WaitingForClusterInfrastructure');
      case 'waitForKubeconfig':
        this.#hasMissedKubeconfig = true;
        return requeueAfter(plan.afterMs, 'WaitingForKubeconfigSecret', 'a Secret without the cluster-name label is not watched');
      case 'sleep':
        return this.#wakeIn(plan.afterMs, this.isConnected ? 'NextProbe' : 'ConnectionRetry');
      case 'connect':
        return this.#connect(plan.kubeconfig, plan.inputs, facts, signal);
      case 'probe':
        return this.#probe(signal);
    }
  }

  /** Drops the connection for good. */
  close(): void {
    this.#disconnect();
    this.#options.metrics.forget(this.#options.key);
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  #wakeIn(ms: number, reason: string): Outcome {
    return requeueAfter(ms + this.#options.clock.random() * Math.min(jitterMs, ms / 10), reason);
  }

  async #connect(kubeconfig: string, inputs: string, facts: ConnectionFacts, signal: AbortSignal): Promise<Outcome> {
    const { log, metrics, key } = this.#options;
    try {
      this.#live = await this.#open(parseKubeconfig(kubeconfig), signal);
    } catch (error) {
      this.#history = afterFailedConnect(this.#history, inputs, this.#now());
      metrics.connectionUp(key, false);
      const retryAfterMs = retryDelayMs(this.#history, facts);
      this.#logFailure(error, retryAfterMs);
      return this.#wakeIn(retryAfterMs, 'ConnectionRetry');
    }
    this.#lastFailure = '';
    this.#history = afterConnect(inputs, this.#now());
    metrics.connectionUp(key, true);
    log.info('Connected to workload cluster', { Nodes: this.#live.nodes.list().length });
    this.#options.onConnectionChange();
    return this.#wakeIn(probeIntervalMs, 'NextProbe');
  }

  async #open(endpoint: KubeconfigEndpoint, signal: AbortSignal): Promise<LiveConnection> {
    const { connect, self } = this.#options;
    let client = connect(endpoint);
    const stop = new AbortController();
    try {
      await checkReachable(client, signal);
      if (self && (await runsIn(client, self, signal))) {
        void client.close();
        client = connect({ ...endpoint, server: self.server, ca: self.ca, tlsServerName: undefined });
        await checkReachable(client, signal);
      }
      const nodes = this.#options.cacheNodes ? await this.#cacheNodes(client, stop.signal, signal) : noNodes;
      return { client, nodes, stop };
    } catch (error) {
      stop.abort();
      void client.close();
      throw error;
    }
  }

  async #cacheNodes(client: KubeClient, stopped: AbortSignal, signal: AbortSignal): Promise<NodeCache> {
    const { clock, log, onNodeChange } = this.#options;
    const { nodes, synced } = watchNodes({ client, clock, log, signal: stopped, onChange: onNodeChange });
    const winner = new AbortController();
    const timeout = clock.sleep(initialSyncTimeoutMs, AbortSignal.any([signal, winner.signal])).then(() => 'timeout' as const);
    const result = await Promise.race([synced, timeout]);
    winner.abort();
    if (result === 'timeout') throw new WorkloadClusterError('Unreachable', 'list of Nodes did not arrive in time');
    return nodes;
  }

  async #probe(signal: AbortSignal): Promise<Outcome> {
    const { log, metrics, key } = this.#options;
    const { answer, error } = await this.#askHealth(signal);
    this.#history = afterProbe(this.#history, answer, this.#now());
    metrics.probed(key, answer === 'ok');
    if (answer === 'ok') return this.#wakeIn(probeIntervalMs, 'NextProbe');

    log.debug('Probe of workload cluster failed', { err: error?.message, failures: this.#history.consecutiveFailures, threshold: probeFailureThreshold });
    if (this.#history.connected) return this.#wakeIn(probeIntervalMs, 'NextProbe');
    log.info('Disconnecting from workload cluster', { reason: answer, err: error?.message });
    this.#disconnect();
    this.#options.onConnectionChange();
    // Refused credentials usually mean that the kubeconfig was rotated: the new one is tried in the next pass, which reads it.
    return answer === 'unauthorized' ? requeueAfter(1, 'Unauthorized') : this.#wakeIn(connectRetryMs, 'ConnectionRetry');
  }

  async #askHealth(signal: AbortSignal): Promise<{ answer: ProbeAnswer; error?: Error }> {
    if (!this.#live) return { answer: 'failed' };
    try {
      await checkReachable(this.#live.client, signal);
      return { answer: 'ok' };
    } catch (error) {
      const unauthorized = WorkloadClusterError.is(error) && error.failure === 'Unauthorized';
      return { answer: unauthorized ? 'unauthorized' : 'failed', error: toError(error) };
    }
  }

  #disconnect(): void {
    if (!this.#live) return;
    const { client, stop } = this.#live;
    this.#live = undefined;
    stop.abort();
    void client.close();
    this.#options.metrics.connectionUp(this.#options.key, false);
  }

  /** The first seconds of every cluster are full of refused connections: only what is new is worth a line. */
  #logFailure(error: unknown, retryAfterMs: number): void {
    const { message } = toError(error);
    const isNew = message !== this.#lastFailure;
    this.#lastFailure = message;
    const { log } = this.#options;
    if (isNew) log.info('Connecting to workload cluster failed', { err: message, retryAfterMs });
    else log.debug('Connecting to workload cluster failed again', { err: message });
  }
}

async function checkReachable(client: KubeClient, signal: AbortSignal): Promise<void> {
  const { status, body } = await client.raw('GET', '/', { signal: AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]) });
  if (status === 401) throw new WorkloadClusterError('Unauthorized', 'workload cluster refuses the credentials of the kubeconfig');
  if (status >= 400) throw new WorkloadClusterError('Unreachable', `workload cluster answers GET / with ${String(status)}: ${body.slice(0, 200)}`);
}

