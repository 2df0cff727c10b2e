import { fakeContext } from '@clusterwright/test-env';
import { FakeContainerEngine } from '../ports/container-engine.fake.ts';
import { createContainerChanges } from './container-changes.ts';

const cluster = { 'io.x-k8s.kind.cluster': 'k' };

test.each([
  { name: 'a container of a cluster that ended', event: { action: 'die', name: 'k-w1', labels: cluster }, want: ['k-w1'] },
  { name: 'one of nobody\'s', event: { action: 'die', name: 'x', labels: {} }, want: [] },
  { name: 'a process in one', event: { action: 'exec_start', name: 'k-w1', labels: cluster }, want: [] },
  { name: 'a stream that begins anew, since events may be missing', event: { action: 'connected', name: '', labels: {} }, want: ['all'] },
  { name: 'an engine that is gone, since nobody can see the containers', event: { action: 'disconnected', name: '', labels: {} }, want: ['all'] },
])('$name wakes $want', async ({ event, want }) => {
  const engine = new FakeContainerEngine();
  const { log, signal } = fakeContext();
  const changes = createContainerChanges({ engine, log, signal });
  const woken: string[] = [];
  changes.activate();
  // The stream begins by itself.
  await Promise.resolve();
  changes.source(async (change) => [{ name: change?.name ?? 'all' }])((key) => woken.push(key.name));
  engine.emit(event);
  await Promise.resolve();
  await Promise.resolve();
  expect(woken).toEqual(want);
});
