import type { KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import { fakeLogger } from '@clusterwright/test-env';
import { Informer } from './cache/informer.ts';
import { WatchServer } from './cache/watch-server.fake.ts';
import { ManualClock, settled } from './manual-clock.fake.ts';
import { recordSpans } from './service/tracing.fake.ts';
import { trace } from '@opentelemetry/api';
import type { KubeClient } from '@clusterwright/kube-client';
import { createManager } from './create-manager.ts';

const spans = recordSpans();
const things: Resource = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const thing: KubeObject = { apiVersion: 'g/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'ns', uid: 'u', resourceVersion: '1' } };
beforeEach(() => void spans.splice(0));

test('a pass is one trace, with its requests inside', async () => {
  const stop = new AbortController();
  const [clock, watches] = [new ManualClock(), new WatchServer()];
  // Closed, so that nothing is sent: a request that fails is a span like any other.
  const requests = createKubeClient({ server: 'http://127.0.0.1:1' });
  await requests.close();
  const live = { ...requests, list: watches.list.bind(watches), watch: watches.watch.bind(watches) };
  const manager = createManager({ live, log: fakeLogger(), clock, component: 'test', signal: stop.signal });
  manager.addController<KubeObject, KubeObject>({
    for: things,
    concurrency: 1,
    rbac: [],
    reconciler: {
      name: 'thing',
      ownedConditions: [],
      pausable: false,
      observesGeneration: false,
      gather: (found) => found,
      apply: [
        async () => {
          await live.get(things, { namespace: 'ns', name: 'other' }).catch(() => undefined);
          throw new Error('phase failed');
        },
      ],
    },
  });
  watches.feed.push({ type: 'ADDED', object: thing }).listed('5');
  void manager.lead(stop.signal);
  await clock.advance(100);
  for (let i = 0; i < 200 && !spans[0]?.ended; i += 1) await settled();
  stop.abort();
  const [pass, request] = spans;
  expect(pass).toMatchObject({ name: 'reconcile thing', parentSpanId: undefined, attributes: { controller: 'thing', object: 'ns/a' }, failed: true, ended: true });
  expect(request).toMatchObject({ name: 'GET', traceId: pass?.traceId, parentSpanId: pass?.spanId, attributes: { 'http.request.method': 'GET', 'url.path': '/apis/g/v1/namespaces/ns/things/other' }, failed: true, ended: true });
  expect(spans).toHaveLength(2);
});

test('a watch that a pass begins is no part of the pass', async () => {
  const stop = new AbortController();
  const server = new WatchServer();
  let within: unknown = 'not asked';
  const client = {
    list: server.list.bind(server),
    watch: ((resource, options) => {
      within = trace.getActiveSpan();
      return server.watch(resource, options);
    }) satisfies KubeClient['watch'],
  } as KubeClient;
  await trace.getTracer('test').startActiveSpan('pass', async () => {
    expect(trace.getActiveSpan()).toBeDefined();
    new Informer({ client, resource: things, clock: new ManualClock(), log: fakeLogger(), signal: stop.signal, cache: {} }).start();
    await settled();
  });
  stop.abort();
  expect(within).toBeUndefined();
});
