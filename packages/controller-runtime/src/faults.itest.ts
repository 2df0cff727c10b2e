import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { BytePipe, FaultProxy, createTestNamespace, eventually, startControlPlane, testControlPlane } from '@clusterwright/test-env';
import type { ControlPlane, ProxiedRequest } from '@clusterwright/test-env';
import { createManager, done } from '@clusterwright/controller-runtime';
import { createLog } from './service/pino-log.ts';

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}
const configMaps: Resource<ConfigMap> = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
const finalizer = 'test.clusterwright.dev/fault';
const parentLabel = 'test.clusterwright.dev/parent';
const aConfigMap = (namespace: string, name: string, labels: Record<string, string> = {}): ConfigMap => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels } });

/** A manager whose one controller gives every parent a finalizer and one child, and takes the child away with it. */
function startManager(live: KubeClient, namespace: string) {
  const stop = new AbortController();
  const lines: string[] = [];
  const manager = createManager({ live, log: createLog({ debug: true, write: (line) => void lines.push(line) }), component: 'test', signal: stop.signal, namespace });
  manager.addController<ConfigMap, { parent: ConfigMap }>({
    for: configMaps,
    concurrency: 4,
    rbac: [],
    when: (next) => next?.metadata.labels?.[parentLabel] === undefined,
    reconciler: {
      name: `configmap-${namespace}`,
      finalizer,
      ownedConditions: [],
      pausable: false,
      observesGeneration: false,
      admit: ({ metadata }) => (metadata.name === 'kube-root-ca.crt' ? { step: 'wait', reason: 'NotOurs' } : { step: 'proceed' }),
      gather: (parent) => ({ parent }),
      apply: [
        async ({ parent: { metadata } }) => {
          const child = { namespace, name: `${metadata.name}-child` };
          if (!(await manager.client.get(configMaps, child))) await manager.client.create(configMaps, aConfigMap(namespace, child.name, { [parentLabel]: metadata.name }));
          return done;
        },
      ],
      cleanup: [
        async ({ parent: { metadata } }) => {
          await manager.client.delete(configMaps, { namespace, name: `${metadata.name}-child` });
          return done;
        },
      ],
    },
  });
  const leading = manager.synced().then(() => manager.lead(stop.signal));
  return {
    manager,
    lines,
    stop: async () => {
      stop.abort();
      await live.close();
      await Promise.race([leading, sleep(1000)]);
    },
  };
}

const isStart = ({ isList, isWatch }: ProxiedRequest): boolean => isList || isWatch;
const isList = (request: ProxiedRequest): boolean => request.isList;

describe('between the manager and the API server', () => {
  let proxy: FaultProxy;
  let direct: KubeClient;
  let namespace: string;
  let running: ReturnType<typeof startManager>;

  beforeEach(async () => {
    const controlPlane = await testControlPlane();
    namespace = await createTestNamespace(controlPlane);
    direct = createKubeClient(loadConnection(controlPlane.kubeconfig));
    proxy = await FaultProxy.start(controlPlane);
    running = startManager(createKubeClient({ server: proxy.url, timeoutMs: 3000 }), namespace);
    await running.manager.synced();
  });

  afterEach(async () => {
    await running.stop();
    await proxy.close();
    await direct.close();
  });

  const create = (name: string) => direct.create(configMaps, aConfigMap(namespace, name));
  const isDone = async (name: string): Promise<void> => {
    const parent = await direct.get(configMaps, { namespace, name });
    expect(parent.metadata.finalizers).toEqual([finalizer]);
    expect((await direct.get(configMaps, { namespace, name: `${name}-child` })).metadata.labels).toEqual({ [parentLabel]: name });
  };

  test('watches that are reset resume where they were: nothing is listed again', async () => {
    await create('a');
    await eventually(() => isDone('a'));
    for (let i = 0; i < 5; i += 1) {
      proxy.resetAll();
      await create(`b${i}`);
      await sleep(300);
    }
    for (let i = 0; i < 5; i += 1) await eventually(() => isDone(`b${i}`));
    expect(proxy.count(isList)).toBe(1);
    expect(proxy.count(isStart)).toBeLessThanOrEqual(8);
  });

  const outages = [
    { name: 'answers 500', fault: { kind: 'answer', status: 500 } },
    { name: 'answers 429 and says when to come back', fault: { kind: 'answer', status: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 } },
    { name: 'resets every connection', fault: { kind: 'reset' } },
    { name: 'does not answer', fault: { kind: 'hang' } },
  ] as const;
  test.each(outages)('an API server that $name for some seconds is not stormed, and all is done afterwards', async ({ fault }) => {
    await create('a');
    await eventually(() => isDone('a'));
    proxy.rule = () => fault;
    proxy.resetAll();
    for (let i = 0; i < 10; i += 1) await create(`b${i}`);
    const before = proxy.requests.length;
    await sleep(5000);
    const during = proxy.requests.length - before;
    proxy.rule = () => undefined;
    proxy.resetAll();
    for (let i = 0; i < 10; i += 1) await eventually(() => isDone(`b${i}`));
    expect(proxy.count(isList)).toBe(1);
    // One watch at first; with backoff of half a second and more, and every refusal asked again at most three times.
    expect(during).toBeLessThanOrEqual(20);
  });

  test('every second write is refused with a conflict: all is done, and no conflict is an error', async () => {
    let writes = 0;
    proxy.rule = ({ method }) => (method !== 'GET' && (writes += 1) % 2 === 1 ? { kind: 'answer', status: 409, reason: 'Conflict' } : undefined);
    for (let i = 0; i < 10; i += 1) await create(`b${i}`);
    for (let i = 0; i < 10; i += 1) await eventually(() => isDone(`b${i}`));
    expect(running.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  test('answers of writes that are lost are no reason to write twice', async () => {
    const lost = new Set<string>();
    proxy.rule = ({ method, path }) => {
      const key = `${method} ${path}`;
      if (method === 'GET' || lost.has(key)) return undefined;
      lost.add(key);
      return { kind: 'loseAnswer' };
    };
    for (let i = 0; i < 5; i += 1) await create(`b${i}`);
    for (let i = 0; i < 5; i += 1) await eventually(() => isDone(`b${i}`));
    expect((await direct.list(configMaps, { namespace, labelSelector: parentLabel })).items).toHaveLength(5);
    await direct.delete(configMaps, { namespace, name: 'b0' });
    await eventually(async () => expect((await direct.list(configMaps, { namespace, labelSelector: `${parentLabel}=b0` })).items).toEqual([]));
    await eventually(() => expect(direct.get(configMaps, { namespace, name: 'b0' })).rejects.toMatchObject({ status: 404 }));
  });

  test('a version that is too old is listed again, once, and what was deleted meanwhile is noticed', async () => {
    await create('a');
    await eventually(() => isDone('a'));
    proxy.rule = ({ isWatch }) => (isWatch ? { kind: 'answer', status: 410, reason: 'Expired' } : undefined);
    proxy.resetAll();
    // Both while nobody watches: the change of the parent wakes its pass, which must not find the child in the cache any more.
    await direct.delete(configMaps, { namespace, name: 'a-child' });
    await direct.patch(configMaps, { namespace, name: 'a' }, { type: 'merge', body: { metadata: { finalizers: null } } });
    await eventually(() => expect(proxy.count(isList)).toBe(2));
    proxy.rule = () => undefined;
    await eventually(async () => expect((await running.manager.client.get(configMaps, { namespace, name: 'a-child' }))?.metadata.uid).toBe((await direct.get(configMaps, { namespace, name: 'a-child' })).metadata.uid));
    expect(proxy.count(isList)).toBe(2);
  });

  test('a slow API server is waited for', async () => {
    proxy.rule = () => ({ kind: 'delay', ms: 400 });
    await create('a');
    await eventually(() => isDone('a'));
    expect(running.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

test('connections that carry nothing any more are noticed and replaced: requests and watches go on', async () => {
  const controlPlane = await testControlPlane();
  const namespace = await createTestNamespace(controlPlane);
  const direct = createKubeClient(loadConnection(controlPlane.kubeconfig));
  const pipe = await BytePipe.start(controlPlane.server);
  const running = startManager(createKubeClient({ ...loadConnection(controlPlane.kubeconfig), server: `https://127.0.0.1:${pipe.port}`, timeoutMs: 1500 }), namespace);
  await running.manager.synced();
  pipe.swallow();
  const seen = (name: string) => eventually(async () => expect(await running.manager.client.get(configMaps, { namespace, name })).toBeDefined(), { timeoutMs: 30_000 });
  // Any request notices; the watch on the same connection is opened anew with it.
  await eventually(() => running.manager.client.create(configMaps, aConfigMap(namespace, 'own')), { timeoutMs: 30_000 });
  await direct.create(configMaps, aConfigMap(namespace, 'foreign'));
  await seen('foreign');
  expect(pipe.connections).toBeGreaterThan(1);
  await running.stop();
  await pipe.close();
  await direct.close();
});

describe('an API server that is killed and started again', () => {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await startControlPlane({ dir: mkdtempSync(join(tmpdir(), 'clusterwright-faults-')) });
  });
  afterAll(() => controlPlane.stop({ discard: true }));

  test('finds the manager where it left it: watches resume without a list, and work goes on', async () => {
    const namespace = await createTestNamespace(controlPlane);
    const direct = createKubeClient(loadConnection(controlPlane.kubeconfig));
    const proxy = await FaultProxy.start(controlPlane);
    const running = startManager(createKubeClient({ server: proxy.url, timeoutMs: 5000 }), namespace);
    await running.manager.synced();
    await direct.create(configMaps, aConfigMap(namespace, 'a'));
    await eventually(async () => expect((await direct.get(configMaps, { namespace, name: 'a-child' })).metadata.name).toBe('a-child'));
    const before = proxy.count(isStart);
    await controlPlane.restartApiServer({ downMs: 1500 });
    await eventually(() => direct.create(configMaps, aConfigMap(namespace, 'b')));
    await eventually(async () => expect((await direct.get(configMaps, { namespace, name: 'b-child' })).metadata.name).toBe('b-child'));
    expect(proxy.count(isStart) - before).toBeLessThanOrEqual(12);
    // The new server may have forgotten the version; then one list is right.
    expect(proxy.count(isList)).toBeLessThanOrEqual(2);
    await running.stop();
    await proxy.close();
    await direct.close();
  });
});
