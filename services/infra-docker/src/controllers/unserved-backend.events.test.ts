import { fakeContext } from '@clusterwright/test-env';
import { aDevCluster } from './devcluster/devcluster.fixtures.ts';
import { createUnservedBackendNotice } from './unserved-backend.events.ts';

const docker = aDevCluster({ docker: true });
const changed = (metadata: object) => ({ ...docker, metadata: { ...docker.metadata, ...metadata } });
const key = { namespace: 'ns', name: 'dc' };

test.each([
  { name: 'the same object again', why: 'once is enough', later: docker, events: 1 },
  { name: 'the object after a change', why: 'it still waits for the same', later: changed({ resourceVersion: '2' }), events: 1 },
  { name: 'another object of that name', why: 'nobody told its owner', later: changed({ uid: 'another' }), events: 2 },
  { name: 'the object when it is deleted', why: 'its finalizers need an explanation', later: changed({ deletionTimestamp: 'now', finalizers: ['f'] }), events: 2 },
])('$name is told about in all $events time(s) ($why)', ({ later, events }) => {
  const notice = createUnservedBackendNotice();
  const ctx = fakeContext();
  for (const object of [docker, later, later]) notice.tell(object, ctx.events);
  expect(ctx.recordedEvents).toHaveLength(events);
});

test('the message says what to do, and names the finalizers that others left', () => {
  const ctx = fakeContext();
  const notice = createUnservedBackendNotice();
  notice.tell(docker, ctx.events);
  notice.tell(changed({ deletionTimestamp: 'now', finalizers: ['dockercluster.infrastructure.cluster.x-k8s.io'] }), ctx.events);
  expect(ctx.recordedEvents).toEqual([
    { type: 'Warning', object: 'DevCluster/dc', reason: 'BackendNotServed', message: 'spec.backend.docker is not served by this version: nothing is done for this object; use spec.backend.inMemory' },
    { type: 'Warning', object: 'DevCluster/dc', reason: 'BackendNotServed', message: expect.stringContaining('dockercluster.infrastructure.cluster.x-k8s.io') },
  ]);
});

test('what is gone is forgotten', () => {
  const ctx = fakeContext();
  const notice = createUnservedBackendNotice();
  notice.tell(docker, ctx.events);
  notice.forget(key);
  notice.tell(docker, ctx.events);
  expect(ctx.recordedEvents).toHaveLength(2);
});
