import { dump } from 'js-yaml';
import type { KubeObject } from '@clusterwright/api';
import type { Node } from '@clusterwright/api/kubernetes';
import type { KubeClient, WatchEvent } from '@clusterwright/kube-client';
import { TransportError } from '@clusterwright/kube-client/errors';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import type { ConnectionFacts } from './connection.plan.ts';
import { WorkloadClusterConnector } from './connector.ts';

const kubeconfig = dump({ 'current-context': 'c', contexts: [{ name: 'c', context: { cluster: 'c' } }], clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443' } }] });
const facts: ConnectionFacts = { infrastructureProvisioned: true, controlPlaneInitialized: false, eager: true, kubeconfig };
const aNode = (name: string, providerID: string): Node => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name, resourceVersion: '5' }, spec: { providerID } });
const never = new AbortController().signal;

/** A connector to one scripted API server. Answers of `GET /` are taken from `answers`; the last one stays. */
function setup(answers: (number | Error)[], nodes: Node[] = [], ownPod?: KubeObject) {
  let nowMs = 1_000_000;
  const closed: string[] = [];
  const changes: string[] = [];
  const nodeChanges: string[] = [];
  const metrics: string[] = [];
  const lines: string[] = [];
  const servers: string[] = [];
  const clock: Clock = { now: () => new Date(nowMs), after: () => () => undefined, sleep: (_ms, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve())), random: () => 0 };
  async function* watch(options: { signal?: AbortSignal }): AsyncGenerator<WatchEvent<Node>> {
    for (const object of nodes) yield { type: 'ADDED', object };
    yield { type: 'BOOKMARK', resourceVersion: '9', initialEventsEnd: true };
    await new Promise((resolve) => options.signal?.addEventListener('abort', resolve));
  }
  const client = {
    raw: async () => {
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return { status: answer ?? 0, body: 'body' };
    },
    get: async () => ownPod,
    watch: (_resource: unknown, options: { signal?: AbortSignal }) => watch(options),
    close: async () => void closed.push('closed'),
  } as unknown as KubeClient;
  const log = { info: (line: string) => void lines.push(line), debug: () => undefined, error: () => undefined, with: () => log };
  const connector = new WorkloadClusterConnector({
    key: { namespace: 'default', name: 'c1' },
    clock,
    log,
    cacheNodes: true,
    connect: ({ server }) => (servers.push(server), client),
    self: ownPod && { namespace: 'capi-system', name: 'manager', uid: 'uid-1', server: 'https://10.96.0.1:443', ca: 'CA' },
    metrics: { connectionUp: (_key, up) => void metrics.push(up ? 'up' : 'down'), probed: (_key, ok) => void metrics.push(ok ? 'healthy' : 'unhealthy'), forget: () => void metrics.push('forgotten') },
    onConnectionChange: () => void changes.push(connector.isConnected ? 'connected' : 'disconnected'),
    onNodeChange: (next, previous) => void nodeChanges.push(`${previous?.metadata.name ?? '-'}→${next?.metadata.name ?? '-'}`),
  });
  const step = (change: Partial<ConnectionFacts> = {}) => connector.step({ ...facts, ...change }, never);
  return { connector, step, pass: (ms: number) => (nowMs += ms), closed, changes, nodeChanges, metrics, lines, servers };
}

test('connects, with the Nodes in the cache before anybody sees the connection', async () => {
  const { connector, step, changes, nodeChanges, metrics } = setup([200], [aNode('n1', 'dev:///n1')]);
  expect(connector.connection.kind).toBe('disconnected');
  expect(await step()).toMatchObject({ kind: 'requeue', afterMs: 10_000 });
  const { connection } = connector;
  if (connection.kind !== 'connected') throw new Error('not connected');
  expect(connection.cluster.nodes.byProviderID('dev:///n1').map(({ metadata }) => metadata.name)).toEqual(['n1']);
  expect(connection.cluster.nodes.byProviderID('dev:///n')).toEqual([]);
  expect(connection.probe).toEqual({ lastSuccessTime: new Date(1_000_000), consecutiveFailures: 0 });
  expect({ changes, nodeChanges, metrics }).toEqual({ changes: ['connected'], nodeChanges: ['-→n1'], metrics: ['up'] });
  connector.close();
});

test('a new cluster that refuses connections is tried again after a second, and logged once', async () => {
  const { connector, step, pass, lines, closed } = setup([new TransportError('connection refused'), new TransportError('connection refused'), 200]);
  expect(await step()).toMatchObject({ kind: 'requeue', afterMs: 1_000 });
  pass(1_000);
  expect(await step()).toMatchObject({ kind: 'requeue', afterMs: 1_000 });
  expect(connector.connection).toMatchObject({ kind: 'disconnected', reason: 'connection refused', probe: { consecutiveFailures: 1 } });
  pass(1_000);
  await step();
  expect(connector.isConnected).toBe(true);
  expect(lines.filter((line) => line.startsWith('Connecting'))).toHaveLength(1);
  expect(closed).toHaveLength(2);
  connector.close();
});

test('an exec kubeconfig is refused with a reason users can act on', async () => {
  const { connector, step } = setup([200]);
  const exec = dump({ 'current-context': 'c', contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }], clusters: [{ name: 'c', cluster: { server: 'https://x' } }], users: [{ name: 'u', user: { exec: { command: 'sh' } } }] });
  await step({ kubeconfig: exec });
  expect(connector.connection).toMatchObject({ kind: 'disconnected', reason: expect.stringContaining('uses exec') as string });
});

test('five failed probes drop the connection and close the client', async () => {
  const { connector, step, pass, changes, closed, metrics } = setup([200, 503]);
  await step();
  for (let probe = 1; probe <= 5; probe++) {
    pass(10_000);
    await step();
  }
  expect(connector.connection).toMatchObject({ kind: 'disconnected', probe: { consecutiveFailures: 5, lastSuccessTime: new Date(1_000_000) } });
  expect({ changes, closed }).toEqual({ changes: ['connected', 'disconnected'], closed: ['closed'] });
  expect(metrics).toEqual(['up', 'unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'down']);
  pass(10_000);
  expect(await step()).toMatchObject({ kind: 'requeue', afterMs: 20_000 });
});

test('refused credentials drop the connection at once, and the next step connects', async () => {
  const { connector, step, pass, changes } = setup([200, 401, 200]);
  await step();
  pass(10_000);
  expect(await step()).toMatchObject({ kind: 'requeue', afterMs: 1 });
  await step();
  expect({ changes, connected: connector.isConnected }).toEqual({ changes: ['connected', 'disconnected', 'connected'], connected: true });
  connector.close();
});

test('nothing is done between probes', async () => {
  const { connector, step, pass, metrics } = setup([200]);
  await step();
  pass(3_000);
  expect(await step()).toMatchObject({ kind: 'requeue', afterMs: 7_000 });
  expect(metrics).toEqual(['up']);
  connector.close();
  expect(metrics).toEqual(['up', 'down', 'forgotten']);
});

test('a manager inside the cluster talks to its API server directly', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'capi-system', name: 'manager', uid: 'uid-1' } };
  const { connector, step, servers } = setup([200], [], pod);
  await step();
  expect({ connected: connector.isConnected, servers }).toEqual({ connected: true, servers: ['https://10.0.0.1:6443', 'https://10.96.0.1:443'] });
  connector.close();
});
