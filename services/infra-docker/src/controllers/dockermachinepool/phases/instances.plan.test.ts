import type { Machine } from '@clusterwright/api/core/v1beta2';
import { planInstances } from './instances.plan.ts';
import type { Instance } from './instances.plan.ts';

const anInstance = (name: string, traits: Partial<Instance> = {}): Instance => ({
  object: { apiVersion: 'v1', kind: 'DevMachine', metadata: { name } },
  machine: { metadata: { name } } as Machine,
  providerID: `docker:////${name}`, isReady: true, isLeaving: false, isLost: false, isOutdated: false, goesFirst: false, ...traits,
});
const notReady = { isReady: false, providerID: undefined };

test.each([
  { name: 'none yet', why: 'all are made at once', instances: [], replicas: 3, create: 3, remove: [] },
  { name: 'as many as asked for', why: 'nothing to do', instances: [anInstance('a'), anInstance('b')], replicas: 2, create: 0, remove: [] },
  { name: 'some on their way', why: 'they are counted', instances: [anInstance('a'), anInstance('b', notReady)], replicas: 2, create: 0, remove: [] },
  { name: 'too many', why: 'in the order of names, where nobody was asked to go first', instances: [anInstance('b'), anInstance('a'), anInstance('c')], replicas: 1, create: 0, remove: ['a', 'b'] },
  { name: 'one that asked to go', why: 'autoscalers choose', instances: [anInstance('a'), anInstance('b', { goesFirst: true })], replicas: 1, create: 0, remove: ['b'] },
  { name: 'one outdated', why: 'its successor comes first', instances: [anInstance('a', { isOutdated: true }), anInstance('b')], replicas: 2, create: 1, remove: [] },
  { name: 'one outdated, with a successor', why: 'now it may go', instances: [anInstance('a', { isOutdated: true }), anInstance('b'), anInstance('c')], replicas: 2, create: 0, remove: ['a'] },
  { name: 'one leaving', why: 'it is neither counted nor deleted again', instances: [anInstance('a', { isLeaving: true }), anInstance('b')], replicas: 1, create: 0, remove: [] },
  { name: 'one leaving, and too few', why: 'it is replaced', instances: [anInstance('a', { isLeaving: true })], replicas: 1, create: 1, remove: [] },
  { name: 'one lost', why: 'it goes at once, and is replaced', instances: [anInstance('a', { isLost: true }), anInstance('b')], replicas: 2, create: 1, remove: ['a'] },
  { name: 'one that was never ready, and too many', why: 'it serves nobody', instances: [anInstance('a'), anInstance('b', notReady)], replicas: 1, create: 0, remove: ['b'] },
  { name: 'one outdated that was never ready', why: 'its successor need not wait for it', instances: [anInstance('a', { ...notReady, isOutdated: true })], replicas: 1, create: 1, remove: ['a'] },
  { name: 'down to nothing, with some on their way', why: 'they would come for nothing', instances: [anInstance('a'), anInstance('b', notReady)], replicas: 0, create: 0, remove: ['b', 'a'] },
  { name: 'down to nothing', why: 'zero is a number of replicas', instances: [anInstance('a')], replicas: 0, create: 0, remove: ['a'] },
])('planInstances: $name ($why)', ({ instances, replicas, create, remove }) => {
  const plan = planInstances(instances, replicas);
  expect([plan.create, plan.remove.map(({ instance }) => instance.object.metadata.name)]).toEqual([create, remove]);
});
