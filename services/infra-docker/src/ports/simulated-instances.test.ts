import type { DevMachine, InMemoryComponentSpec } from '@clusterwright/api/infrastructure/v1beta2';
import { createSimulatedInstances } from './simulated-instances.ts';

const now = new Date(1_000_000);
const starts = (startupDuration?: string, startupJitter?: string): InMemoryComponentSpec => ({ provisioning: { ...(startupDuration !== undefined && { startupDuration }), ...(startupJitter !== undefined && { startupJitter }) } }) as InMemoryComponentSpec;
const aMachine = (inMemory: object, uid = 'u'): DevMachine => ({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachine', metadata: { name: 'm', namespace: 'ns', uid }, spec: { backend: { inMemory } } });
const times = (inMemory: object, random = 0): number[] => {
  const { vm, node, etcd, apiServer } = createSimulatedInstances(() => random).ensure(aMachine(inMemory), now);
  return [vm, node, etcd, apiServer].map((at) => at - now.getTime());
};

test.each([
  { name: 'no delays', why: 'all is up at once', inMemory: {}, random: 0.5, want: [0, 0, 0, 0] },
  { name: 'delays', why: 'the node follows the VM, etcd and API server follow the node', inMemory: { vm: starts('10s'), node: starts('2s'), etcd: starts('3s'), apiServer: starts('1m') }, random: 0, want: [10_000, 12_000, 15_000, 72_000] },
  { name: 'a full jitter, unlucky', why: 'up to twice as long', inMemory: { vm: starts('10s', '1') }, random: 0.999, want: [19_990, 19_990, 19_990, 19_990] },
  { name: 'a jitter, lucky', why: 'never shorter than specified', inMemory: { vm: starts('10s', '0.5') }, random: 0, want: [10_000, 10_000, 10_000, 10_000] },
  { name: 'a jitter of each component', why: 'they add up', inMemory: { vm: starts('10s', '0.5'), node: starts('2s', '1') }, random: 0.5, want: [12_500, 15_500, 15_500, 15_500] },
  { name: 'a jitter that is no number, or negative', why: 'admission lets it pass', inMemory: { vm: starts('10s', 'x'), node: starts('2s', '-1') }, random: 0.5, want: [10_000, 12_000, 12_000, 12_000] },
  { name: 'a jitter without a delay', why: 'it lengthens nothing', inMemory: { vm: starts(undefined, '1') }, random: 0.5, want: [0, 0, 0, 0] },
  { name: 'a delay that cannot be read', why: 'stored before admission checked it', inMemory: { vm: starts('soon') }, random: 0.5, want: [0, 0, 0, 0] },
])('$name ($why)', ({ inMemory, random, want }) => {
  expect(times(inMemory, random).map(Math.round)).toEqual(want);
});

test('chance is asked once per instance, and not per look', () => {
  const chances = [0.1, 0.9, 0.5];
  const instances = createSimulatedInstances(() => chances.shift() ?? 0);
  const machine = aMachine({ vm: starts('10s', '1') });
  const first = instances.ensure(machine, now);
  expect(instances.ensure(machine, new Date(now.getTime() + 60_000))).toEqual(first);
  const second = instances.ensure(aMachine({ vm: starts('10s', '1') }, 'other'), now);
  expect([first.vm, second.vm].map((at) => Math.round(at - now.getTime()))).toEqual([11_000, 19_000]);
});

test('a deleted instance starts again', () => {
  const instances = createSimulatedInstances(() => 0);
  const machine = aMachine({ vm: starts('10s') });
  instances.ensure(machine, now);
  instances.delete(machine);
  expect(instances.ensure(machine, new Date(now.getTime() + 60_000)).vm).toBe(now.getTime() + 70_000);
});
