import type { KubeObject, Resource } from '@clusterwright/api';
import { TransportError } from '@clusterwright/kube-client';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import { ManualClock } from '../manual-clock.fake.ts';
import { createEventRecorder } from './event-recorder.ts';

const events: Resource<KubeObject & Record<string, unknown>> = { group: '', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
const machine = (name = 'm'): KubeObject => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name, namespace: 'ns', uid: `uid-${name}`, resourceVersion: '7' } });

function start() {
  const [client, clock, log] = [fakeClient(), new ManualClock(), fakeLogger()];
  return { client, clock, log, sink: createEventRecorder({ client: client.live, component: 'capi-controller-manager', clock, log }), sent: () => client.objects(events) };
}

test('an Event says what happened to which object, when, and who says so', async () => {
  const { clock, sink, sent } = start();
  sink.warning(machine(), 'FailedDrain', 'pods do not go');
  await clock.advance(0);
  expect(sent()).toMatchObject([
    {
      metadata: { namespace: 'ns', name: expect.stringMatching(/^m\.[0-9a-f]+$/) as string },
      involvedObject: { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name: 'm', namespace: 'ns', uid: 'uid-m', resourceVersion: '7' },
      type: 'Warning',
      reason: 'FailedDrain',
      message: 'pods do not go',
      source: { component: 'capi-controller-manager' },
      firstTimestamp: '2026-11-21T12:00:00Z',
      lastTimestamp: '2026-11-21T12:00:00Z',
      count: 1,
    },
  ]);
});

test('the same is told once in ten minutes, other things at once', async () => {
  const { clock, sink, sent } = start();
  const tell = async (...[object, message]: [KubeObject, string]): Promise<number> => {
    sink.normal(object, 'Drained', message);
    await clock.advance(0);
    return sent().length;
  };
  expect([await tell(machine(), 'a'), await tell(machine(), 'a'), await tell(machine(), 'b'), await tell(machine('n'), 'a')]).toEqual([1, 1, 2, 3]);
  await clock.advance(600_000);
  expect(await tell(machine(), 'a')).toBe(4);
});

test('Events that cannot be sent are dropped, and hold up nobody', async () => {
  const { client, clock, sink, log, sent } = start();
  client.failNext('create', new TransportError('no answer'));
  for (const name of ['a', 'b']) sink.normal(machine(name), 'R', 'm');
  await clock.advance(0);
  expect(sent()).toHaveLength(1);
  expect(log.lines).toMatchObject([{ level: 'debug', message: 'Failing to send an Event' }]);
});

test('a flood is cut off rather than kept', async () => {
  const { clock, sink, sent } = start();
  for (let i = 0; i < 2000; i += 1) sink.normal(machine(`m${i}`), 'R', 'm');
  for (let i = 0; i < 100; i += 1) await clock.advance(0);
  expect(sent().length).toBeLessThanOrEqual(510);
});

test('long names and messages fit, and the name stays a valid one', async () => {
  const { clock, sink, sent } = start();
  sink.normal(machine(`${'a'.repeat(229)}-${'b'.repeat(23)}`), 'R', 'x'.repeat(5000));
  await clock.advance(0);
  const [event] = sent();
  expect(event?.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?\.[0-9a-f]+$/);
  expect(event?.metadata.name.length).toBeLessThanOrEqual(253);
  expect(String(event?.['message'])).toHaveLength(1024);
});
