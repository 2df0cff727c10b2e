import { keyString, type ObjectKey } from '@clusterwright/api';
import { Pods, type Pod } from '@clusterwright/api/kubernetes';
import { Informer } from '@clusterwright/controller-runtime/cache/informer';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import type { EventSource, Logger } from '@clusterwright/controller-runtime';
import type { WorkloadCluster, WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { ControlPlanePods } from '../ports/control-plane-pods.ts';
import { podMatters } from './control-plane-pods.watches.ts';

export interface ControlPlanePodsOptions {
  readonly workloadClusters: Pick<WorkloadClusters, 'get' | 'connectionSource'>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Watched {
  /** The connection that the watch belongs to: a new one needs a new watch. */
  readonly cluster: WorkloadCluster;
  readonly informer: Informer<Pod>;
  readonly stop: AbortController;
}

/** As kubeadm labels its static Pods. */
const labelSelector = 'tier=control-plane,component in (kube-apiserver,kube-controller-manager,kube-scheduler,etcd)';
const firstListTimeoutMs = 10_000;

/** Watches the static Pods of every connected cluster, beginning with the first pass that asks. */
export function createControlPlanePods({ workloadClusters, clock, log }: ControlPlanePodsOptions): ControlPlanePods {
  const watched = new Map<string, Watched>();
  const listeners = new Set<(cluster: ObjectKey) => void>();

  const drop = (key: string): void => {
    watched.get(key)?.stop.abort();
    watched.delete(key);
  };

  const start = (cluster: ObjectKey, connected: WorkloadCluster): Watched => {
    const stop = new AbortController();
    const informer = podInformer(connected, clock, log.with({ Cluster: keyString(cluster) }), stop.signal);
    informer.addListener(({ next, previous }) => {
      // The first list is what the pass that asked for it sees.
      if (informer.isSynced && podMatters(next, previous)) for (const wake of listeners) wake(cluster);
    });
    informer.start();
    return { cluster: connected, informer, stop };
  };

  /** The watch for the connection as it is now. */
  const follow = (cluster: ObjectKey): Watched | undefined => {
    const key = keyString(cluster);
    const connection = workloadClusters.get(cluster);
    const known = watched.get(key);
    if (connection.kind === 'disconnected') {
      drop(key);
      return undefined;
    }
    if (known?.cluster === connection.cluster) return known;
    drop(key);
    const started = start(cluster, connection.cluster);
    watched.set(key, started);
    return started;
  };

  return {
    async list(cluster, signal) {
      const following = follow(cluster);
      if (!following) return undefined;
      const { informer } = following;
      if (!informer.isSynced && !(await settlesInTime(informer.synced, clock, signal))) return undefined;
      return new Map(informer.store.list().map((pod) => [pod.metadata.name, pod]));
    },

    source(toKeys): EventSource {
      return (enqueue) => {
        const wake = (cluster: ObjectKey): void => void wakeAll(() => toKeys(cluster), enqueue, log);
        listeners.add(wake);
        // A lost connection ends its watch; nobody is woken here, that is the business of whoever waits for connections.
        const unsubscribe = workloadClusters.connectionSource((cluster) => {
          if (workloadClusters.get(cluster).kind === 'disconnected') drop(keyString(cluster));
          return [];
        })(enqueue);
        return () => {
          listeners.delete(wake);
          unsubscribe();
          for (const key of watched.keys()) drop(key);
        };
      };
    },
  };
}

function podInformer({ client }: WorkloadCluster, clock: Clock, log: Logger, signal: AbortSignal): Informer<Pod> {
  return new Informer<Pod>({ client, resource: Pods, namespace: 'kube-system', clock, log, signal, cache: { labelSelector, transform: withoutSpec } });
}

async function wakeAll(toKeys: () => readonly ObjectKey[] | Promise<readonly ObjectKey[]>, enqueue: (key: ObjectKey) => void, log: Logger): Promise<void> {
  try {
    for (const key of await toKeys()) enqueue(key);
  } catch (error) {
    log.error('Failed to find what a control plane Pod concerns', { err: error });
  }
}

async function settlesInTime(synced: Promise<void>, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const winner = new AbortController();
  const timeout = clock.sleep(firstListTimeoutMs, AbortSignal.any([signal, winner.signal])).then(() => false);
  const result = await Promise.race([synced.then(() => true), timeout]);
  winner.abort();
  return result;
}

/** Only names and status are read. */
function withoutSpec(pod: Pod): Pod {
  const { spec: _spec, ...rest } = pod;
  return rest;
}
