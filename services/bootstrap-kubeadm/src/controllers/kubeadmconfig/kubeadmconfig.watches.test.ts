import { fakeClient } from '@clusterwright/test-env/client.fake';
import { aCluster, aMachine, aMachinePool } from './kubeadmconfig.fixtures.ts';
import { clusterMatters, clusterToConfigs, clusterToControlPlaneConfigs, controlPlaneMachineGone, initLockGone, machineMatters, machineToConfigs } from './kubeadmconfig.watches.ts';
import { initLock } from './phases/init-lock.plan.ts';

const worker = aMachine({ name: 'w' });
const starter = aMachine({ name: 'cp', controlPlane: true });
const cluster = { namespace: 'default', name: 'c' };

test('a Machine wakes its config, and only a KubeadmConfig', () => {
  const foreign = { ...worker, spec: { ...worker.spec, bootstrap: { configRef: { apiGroup: 'other.io', kind: 'KubeadmConfig', name: 'w' } } } };
  expect(machineToConfigs(worker)).toEqual([{ namespace: 'default', name: 'w' }]);
  expect(machineToConfigs(foreign)).toEqual([]);
});

test('a Cluster wakes the configs of all its machines and pools; the init lock only those that may take it', async () => {
  const client = fakeClient([worker, starter, aMachinePool()]);
  const names = (keys: readonly { name: string }[]): string[] => keys.map(({ name }) => name).sort();
  expect(names(await clusterToConfigs(client, cluster, { machinePools: true }))).toEqual(['cp', 'mp', 'w']);
  expect(names(await clusterToConfigs(client, cluster, { machinePools: false }))).toEqual(['cp', 'w']);
  expect(names(await clusterToControlPlaneConfigs(client, cluster))).toEqual(['cp']);
});

test.each([
  { name: 'new', why: 'may own a config', next: worker, previous: undefined, want: true },
  { name: 'status only', why: 'says nothing about data', next: { ...worker, status: { phase: 'Running' as const } }, previous: worker, want: false },
  { name: 'node joined', why: 'its token was used', next: aMachine({ name: 'w', nodeRef: true }), previous: worker, want: true },
  { name: 'gone', why: 'its config goes too', next: undefined, previous: worker, want: false },
])('machineMatters: $name is $want ($why)', ({ next, previous, want }) => {
  expect(machineMatters(next, previous)).toBe(want);
});

test.each([
  { name: 'initialized', why: 'machines may join', next: aCluster(), previous: aCluster({ initialized: false }), want: true },
  { name: 'provisioned', why: 'machines may start', next: aCluster(), previous: aCluster({ provisioned: false }), want: true },
  { name: 'unpaused', why: 'work goes on', next: aCluster(), previous: aCluster({ paused: true }), want: true },
  { name: 'endpoint', why: 'machines join there', next: aCluster(), previous: aCluster({ endpoint: false }), want: true },
  { name: 'anything else', why: 'decides nothing', next: { ...aCluster(), metadata: { ...aCluster().metadata, labels: { a: 'b' } } }, previous: aCluster(), want: false },
])('clusterMatters: $name is $want ($why)', ({ next, previous, want }) => {
  expect(clusterMatters(next, previous)).toBe(want);
});

test('waiting starters wake when the lock or its holder goes', () => {
  const lock = initLock(aCluster(), 'cp');
  expect(initLockGone(undefined, lock)).toBe(true);
  expect(initLockGone(lock, undefined)).toBe(false);
  expect(initLockGone(undefined, { ...lock, metadata: { ...lock.metadata, name: 'other' } })).toBe(false);
  expect(controlPlaneMachineGone(undefined, starter)).toBe(true);
  expect(controlPlaneMachineGone(undefined, worker)).toBe(false);
});
