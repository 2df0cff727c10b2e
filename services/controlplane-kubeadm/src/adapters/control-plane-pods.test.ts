import type { Pod, Pods } from '@clusterwright/api/kubernetes';
import type { ObjectKey } from '@clusterwright/api';
import { systemClock } from '@clusterwright/controller-runtime/clock';
import type { KubeClient, WatchEvent } from '@clusterwright/kube-client';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeLogger } from '@clusterwright/test-env/reconcile-context.fake';
import { aPod } from '../controllers/kubeadmcontrolplane/kubeadmcontrolplane.fixtures.ts';
import { createControlPlanePods } from './control-plane-pods.ts';
import { podMatters } from './control-plane-pods.watches.ts';

const cluster = { namespace: 'ns', name: 'c' };
const signal = new AbortController().signal;

/** An API server that streams what it is told, and remembers what it was asked. */
function aServer() {
  const waiting: ((event: WatchEvent<Pod>) => void)[] = [];
  const queue: WatchEvent<Pod>[] = [];
  const watches: { selector: string | undefined; namespace: string | undefined; signal: AbortSignal | undefined }[] = [];
  const next = (): Promise<WatchEvent<Pod>> => {
    const event = queue.shift();
    return event ? Promise.resolve(event) : new Promise((resolve) => waiting.push(resolve));
  };
  const client = {
    async *watch(_resource: typeof Pods, options: { labelSelector?: string; namespace?: string; signal?: AbortSignal; onOpen?: () => void }) {
      watches.push({ selector: options.labelSelector, namespace: options.namespace, signal: options.signal });
      options.onOpen?.();
      for (;;) yield await next();
    },
    list: async () => ({ items: [], resourceVersion: '1' }),
  } as unknown as KubeClient; // nothing else is used
  return {
    client,
    watches,
    send(event: WatchEvent<Pod>) {
      const waiter = waiting.shift();
      if (waiter) waiter(event);
      else queue.push(event);
    },
  };
}

const synced = { type: 'BOOKMARK', resourceVersion: '5', initialEventsEnd: true } as const;
const versioned = (pod: Pod, resourceVersion: string): Pod => ({ ...pod, metadata: { ...pod.metadata, uid: pod.metadata.name, resourceVersion }, spec: { containers: [] } });
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('watches the static Pods of a connected cluster, and wakes for changes after the first list', async () => {
  const clusters = new FakeWorkloadClusters();
  const server = aServer();
  clusters.connect(cluster, server.client);
  const pods = createControlPlanePods({ workloadClusters: clusters, clock: systemClock, log: fakeLogger() });
  const woken: ObjectKey[] = [];
  const stop = pods.source(() => [{ namespace: 'ns', name: 'cp' }])((key) => woken.push(key));

  const listing = pods.list(cluster, signal);
  server.send({ type: 'ADDED', object: versioned(aPod('etcd-n'), '2') });
  server.send(synced);
  const listed = await listing;
  expect([...(listed?.keys() ?? [])]).toEqual(['etcd-n']);
  expect(listed?.get('etcd-n')?.spec).toBeUndefined();
  expect(server.watches).toMatchObject([{ namespace: 'kube-system', selector: 'tier=control-plane,component in (kube-apiserver,kube-controller-manager,kube-scheduler,etcd)' }]);
  expect(woken).toEqual([]);

  server.send({ type: 'MODIFIED', object: versioned(aPod('etcd-n', { phase: 'Failed' }), '6') });
  await settle();
  await settle();
  expect(woken).toEqual([{ namespace: 'ns', name: 'cp' }]);
  expect((await pods.list(cluster, signal))?.get('etcd-n')?.status?.phase).toBe('Failed');
  expect(server.watches).toHaveLength(1);

  stop();
  expect(server.watches[0]?.signal?.aborted).toBe(true);
});

test('a new connection gets a new watch, none gets none', async () => {
  const clusters = new FakeWorkloadClusters();
  const [first, second] = [aServer(), aServer()];
  const pods = createControlPlanePods({ workloadClusters: clusters, clock: systemClock, log: fakeLogger() });
  expect(await pods.list(cluster, signal)).toBeUndefined();

  clusters.connect(cluster, first.client);
  first.send(synced);
  await pods.list(cluster, signal);
  clusters.connect(cluster, second.client);
  second.send(synced);
  await pods.list(cluster, signal);
  expect(first.watches[0]?.signal?.aborted).toBe(true);
  expect(second.watches).toHaveLength(1);

  clusters.disconnect(cluster);
  expect(await pods.list(cluster, signal)).toBeUndefined();
  expect(second.watches[0]?.signal?.aborted).toBe(true);
});

const changes = [
  { name: 'ready', why: 'the component serves now', next: aPod('p'), previous: aPod('p', { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }), want: true },
  { name: 'restarted', why: 'the reason of waiting is told to users', next: aPod('p', { phase: 'Running', containerStatuses: [{ name: 'x', state: { waiting: { reason: 'CrashLoopBackOff' } } }] }), previous: aPod('p', { phase: 'Running' }), want: true },
  { name: 'a label', why: 'nobody looks at it', next: { ...aPod('p'), metadata: { name: 'p', labels: { a: 'b' } } }, previous: aPod('p'), want: false },
  { name: 'gone', why: 'the component is missing', next: undefined, previous: aPod('p'), want: true },
];
test.each(changes)('podMatters: $name → $want ($why)', ({ next, previous, want }) => {
  expect(podMatters(next, previous)).toBe(want);
});
