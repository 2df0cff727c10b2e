import type { KubeObject } from '@clusterwright/api';
import { ApiError } from '@clusterwright/kube-client';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import { ManualClock, settled } from '../manual-clock.fake.ts';
import { startCaInjector, validatingWebhookConfigurations } from './ca-injector.ts';
import type { WebhookConfiguration } from './ca-injector.ts';

const name = 'capi-validating-webhook-configuration';
const encode = (text: string): string => Buffer.from(text).toString('base64');
const configuration = (...bundles: (string | undefined)[]): WebhookConfiguration => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name },
  webhooks: bundles.map((caBundle, i) => ({ name: `w${i}`, clientConfig: (caBundle === undefined ? {} : { caBundle }) })),
});

let stop: AbortController;
afterEach(() => stop.abort());

function start(objects: KubeObject[], recheck: (state: { bundle: string }) => void = () => undefined) {
  stop = new AbortController();
  const [client, clock, log] = [fakeClient(objects), new ManualClock(), fakeLogger()];
  const state = { bundle: 'ours' };
  const injected: string[] = [];
  const injector = startCaInjector({
    client: client.live,
    clock,
    log,
    signal: stop.signal,
    names: [{ resource: validatingWebhookConfigurations, name }],
    bundle: () => state.bundle,
    recheck: async () => recheck(state),
    onInjected: (each) => void injected.push(each),
  });
  const bundles = () => client.objects(validatingWebhookConfigurations)[0]?.webhooks?.map(({ clientConfig }) => clientConfig.caBundle);
  return { client, clock, log, state, injector, injected, bundles };
}

test('puts the bundle into every webhook, in one request', async () => {
  const { client, clock, bundles, injected } = start([configuration(undefined, encode('old'))]);
  await clock.advance(0);
  expect(bundles()).toEqual([encode('ours'), encode('ours')]);
  expect(client.writes).toHaveLength(1);
  expect(injected).toContain(name);
});

test('writes nothing where the bundle is there, and is content', async () => {
  const { client, clock, injected } = start([configuration(encode('ours'))]);
  await clock.advance(0);
  expect([client.writes.length, injected]).toEqual([0, [name]]);
});

test('waits for a configuration that does not exist yet, and restores one that is applied again', async () => {
  const { client, clock, bundles, injected } = start([]);
  await clock.advance(60_000);
  expect(injected).toEqual([]);
  client.put(configuration(undefined));
  await clock.advance(0);
  expect(bundles()).toEqual([encode('ours')]);
  client.put({ ...configuration(undefined, undefined), metadata: { name } });
  await clock.advance(0);
  expect(bundles()).toEqual([encode('ours'), encode('ours')]);
});

test('a new bundle is injected when told', async () => {
  const { clock, state, injector, bundles } = start([configuration(undefined)]);
  await clock.advance(0);
  state.bundle = 'renewed';
  injector.refresh();
  await clock.advance(0);
  expect(bundles()).toEqual([encode('renewed')]);
});

test('before it overwrites the bundle of another replica it learns which one all share: no tug of war', async () => {
  const { client, clock, bundles } = start([configuration(encode('shared'))], (state) => (state.bundle = 'shared'));
  await clock.advance(0);
  expect(bundles()).toEqual([encode('shared')]);
  expect(client.writes).toEqual([]);
});

test('failures are tried again every second, one at a time, and a conflict is quiet', async () => {
  const { client, clock, log, bundles } = start([]);
  await settled();
  client.failNext('patch', new ApiError('conflict', { status: 409, reason: 'Conflict' })).failNext('patch', new ApiError('forbidden', { status: 403, reason: 'Forbidden' }));
  client.put(configuration(undefined));
  client.put({ ...configuration(undefined), metadata: { name, labels: { a: 'b' } } });
  await clock.advance(900);
  expect(client.calls.filter(({ verb }) => verb === 'patch')).toHaveLength(1);
  await clock.advance(1200);
  expect(bundles()).toEqual([encode('ours')]);
  expect(client.calls.filter(({ verb }) => verb === 'patch')).toHaveLength(3);
  expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(['Failing to inject CA bundle']);
});
