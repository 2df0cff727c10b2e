import { ManualClock } from '@clusterwright/controller-runtime/manual-clock.fake';
import { ExtensionRegistry } from '@clusterwright/runtime-sdk';
import { aHandler, anExtensionConfig } from '@clusterwright/runtime-sdk/runtime-sdk.fixtures';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeLogger } from '@clusterwright/test-env';
import { warmUp } from './warm-up.act.ts';

const answering = anExtensionConfig('answering', [aHandler('h.answering')]);
const silent = anExtensionConfig('silent', []);
const marked = (metadata: object) => ({ ...silent, metadata: { ...silent.metadata, ...metadata } });

function start(objects = [answering, silent]) {
  const [clock, registry] = [new ManualClock(), new ExtensionRegistry()];
  const client = new FakeClient({ objects });
  const nudged: string[] = [];
  const stop = new AbortController();
  const isOurs = ({ metadata }: { metadata: { labels?: object } }): boolean => metadata.labels === undefined;
  const ended = warmUp({ client, registry, controller: { enqueue: ({ name }) => void nudged.push(name) }, isOurs, clock, log: fakeLogger() })(stop.signal);
  return { clock, registry, client, nudged, ended, stop };
}

test('the registry opens when the last extension is discovered', async () => {
  const { clock, registry, nudged, ended } = start();
  registry.add(answering);
  await clock.advance(4500);
  expect([registry.isReady, nudged]).toEqual([false, ['silent', 'silent']]);
  registry.add(silent);
  await clock.advance(100);
  await ended;
  expect(registry.isReady).toBe(true);
});

test.each([
  { name: 'there are none', objects: [] },
  { name: 'it is being deleted', objects: [marked({ deletionTimestamp: '2026-11-21T12:00:00Z', finalizers: ['x'] })] },
  { name: 'it is paused', objects: [marked({ annotations: { 'cluster.x-k8s.io/paused': '' } })] },
  { name: 'it is another process that reconciles it', objects: [marked({ labels: { 'cluster.x-k8s.io/watch-filter': 'other' } })] },
])('nobody waits for an extension where $name', async ({ objects }) => {
  const { registry, ended } = start(objects);
  await ended;
  expect(registry.isReady).toBe(true);
});

test('an extension that never answers ends the process, and is named', async () => {
  const { clock, registry, ended } = start();
  registry.add(answering);
  const failure = ended.catch((error: unknown) => error);
  await clock.advance(60_100);
  expect(await failure).toMatchObject({ code: 'WarmUp', retry: 'never', message: 'ExtensionConfig registry warmup timed out after 60s: not discovered: silent' });
  expect(registry.isReady).toBe(false);
});

test('a process that is asked to stop waits no longer', async () => {
  const { clock, ended, stop } = start();
  stop.abort();
  await clock.advance(0);
  await ended;
});
