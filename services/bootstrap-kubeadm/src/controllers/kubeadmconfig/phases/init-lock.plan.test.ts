import { aCluster } from '../kubeadmconfig.fixtures.ts';
import { initLock, lockHolder, planInitLock } from './init-lock.plan.ts';

const lock = initLock(aCluster({ initialized: false }), 'first');

const cases = [
  { name: 'free', why: 'the first one to create it starts the cluster', given: { lock: undefined }, want: { step: 'acquire' } },
  { name: 'own', why: 'an interrupted pass goes on', given: { machineName: 'first' }, want: { step: 'held' } },
  { name: "other's", why: 'only one may start the cluster', given: {}, want: { step: 'wait', holder: 'first' } },
  { name: 'of a machine that is gone', why: 'nobody else would release it', given: { holderExists: false }, want: { step: 'takeOver', holder: 'first' } },
  { name: 'own, the cluster is up', why: 'it is of no use any more', given: { isInitialized: true, wantsInit: false, machineName: 'first' }, want: { step: 'release' } },
  { name: "other's, the cluster is up", why: 'the other one gives it back', given: { isInitialized: true, wantsInit: false }, want: { step: 'none' } },
  { name: 'of a machine that is gone, the cluster is up', why: 'nobody else would release it', given: { isInitialized: true, wantsInit: false, holderExists: false }, want: { step: 'release' } },
  { name: 'gone, the cluster is up', why: 'nothing to release', given: { isInitialized: true, wantsInit: false, lock: undefined }, want: { step: 'none' } },
  { name: 'not wanted', why: 'workers have no part in it', given: { wantsInit: false }, want: { step: 'none' } },
];

test.each(cases)('planInitLock: $name → $want.step ($why)', ({ given, want }) => {
  expect(planInitLock({ wantsInit: true, isInitialized: false, lock, machineName: 'second', holderExists: true, ...given })).toMatchObject(want);
});

test('the lock is what upstream creates, so that both respect each other', () => {
  expect(lock).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'c-lock',
      namespace: 'default',
      labels: { 'cluster.x-k8s.io/cluster-name': 'c' },
      ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'cluster-uid' }],
    },
    data: { 'lock-information': '{"machineName":"first"}' },
  });
  expect(lockHolder(lock)).toBe('first');
});

test.each([undefined, '', '{', '[]', 'null', '{"machineName":7}'])('content %p is an error, not a free lock, until the cluster is up', (information) => {
  const data: Record<string, string> = information === undefined ? {} : { 'lock-information': information };
  const broken = { ...lock, data };
  const given = { wantsInit: true, isInitialized: false, lock: broken, machineName: 'second', holderExists: false };
  expect(() => planInitLock(given)).toThrow(expect.objectContaining({ code: 'InitLock' }));
  expect(planInitLock({ ...given, isInitialized: true }).step).toBe('release');
});
