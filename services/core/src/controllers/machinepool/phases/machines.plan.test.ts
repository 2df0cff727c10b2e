import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import fc from 'fast-check';
import { aMachine, aMachinePool, anInfraMachine, idOf, poolLabel, poolOwner } from '../machinepool.fixtures.ts';
import { planMachines, type MachinesPlan } from './machines.plan.ts';

const leaving = { deletionTimestamp: '2026-11-21T11:00:00Z' };

interface Given {
  readonly machinePool?: MachinePool;
  readonly infraMachines?: readonly ReturnType<typeof anInfraMachine>[];
  readonly machines?: readonly Machine[];
  readonly namesakes?: readonly Machine[];
  readonly versions?: Readonly<Record<string, string>>;
}

function plan({ machinePool = aMachinePool(), infraMachines = [], machines = [], namesakes = [], versions = {} }: Given): MachinesPlan {
  return planMachines({ machinePool, infraMachines: { kind: 'listed', objects: infraMachines }, machines, namesakes, kubeletVersionOf: (providerID) => versions[providerID] });
}

const names = ({ create, update, taken }: MachinesPlan): unknown => [create.map(({ metadata }) => metadata.name), update.map(({ machine }) => machine.metadata.name), taken];
const elsewhere = aMachine('a', { metadata: { labels: {}, ownerReferences: [] } });
const renamed = aMachine('other-name', { spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooMachine', name: 'a' } } });

test.each([
  { name: 'new instances', why: 'each becomes a Machine of its name', given: { infraMachines: [anInfraMachine('a'), anInfraMachine('b')] }, want: [['a', 'b'], [], []] },
  { name: 'an instance with its Machine', why: 'it is kept as the template says', given: { infraMachines: [anInfraMachine('a')], machines: [aMachine('a')] }, want: [[], ['a'], []] },
  { name: 'a Machine of another name', why: 'its reference says whose it is', given: { infraMachines: [anInfraMachine('a')], machines: [renamed] }, want: [[], ['other-name'], []] },
  { name: 'an instance that goes', why: 'its Machine would have nothing to stand for', given: { infraMachines: [anInfraMachine('a', leaving)] }, want: [[], [], []] },
  { name: 'a Machine that goes', why: 'nothing of it may come back', given: { infraMachines: [anInfraMachine('a')], machines: [aMachine('a', { metadata: leaving })] }, want: [[], [], []] },
  { name: 'a Machine without instance', why: 'whoever took the instance away deletes it', given: { machines: [aMachine('a')] }, want: [[], [], []] },
  { name: 'a name that another Machine has', why: 'it is not ours to change', given: { infraMachines: [anInfraMachine('a'), anInfraMachine('b')], namesakes: [elsewhere] }, want: [['b'], [], ['a']] },
] satisfies { name: string; why: string; given: Given; want: unknown }[])('planMachines: $name → $want ($why)', ({ given, want }) => {
  expect(names(plan(given))).toEqual(want);
});

test('a new Machine has labels and owner, no bootstrap data of its own, and no finalizer: that is of the controller of Machines', () => {
  const machinePool = aMachinePool({ spec: { template: { ...aMachinePool().spec.template, metadata: { labels: { app: 'x', 'cluster.x-k8s.io/pool-name': 'wrong' }, annotations: { note: 'y' } } } } });
  expect(plan({ machinePool, infraMachines: [anInfraMachine('a')], versions: { [idOf('a')]: 'v1.36.3' } }).create).toEqual([
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Machine',
      metadata: { name: 'a', namespace: 'ns', labels: { app: 'x', ...poolLabel }, annotations: { note: 'y' }, ownerReferences: [poolOwner] },
      spec: { clusterName: 'c', bootstrap: { dataSecretName: '' }, infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooMachine', name: 'a' }, version: 'v1.36.3' },
    },
  ]);
});

test('a pool whose name is no label value is named by its hash', () => {
  const machinePool = aMachinePool({ metadata: { name: 'p'.repeat(70) } });
  expect(plan({ machinePool, infraMachines: [anInfraMachine('a')] }).create[0]?.metadata.labels).toMatchObject({ 'cluster.x-k8s.io/pool-name': expect.stringMatching(/^hash_.*_z$/) });
});

test.each([
  { name: 'the Node says another', why: 'it runs', versions: { [idOf('a')]: 'v1.37.0' }, want: 'v1.37.0' },
  { name: 'no Node is known', why: 'a lost connection changes nothing', versions: {}, want: 'v1.36.3' },
])('the version of an existing Machine where $name: $want ($why)', ({ versions, want }) => {
  const machines = [aMachine('a', { spec: { version: 'v1.36.3' } })];
  const [{ intent } = { intent: undefined }] = plan({ infraMachines: [anInfraMachine('a')], machines, versions }).update;
  expect([intent?.spec.version, intent?.metadata.uid]).toEqual([want, 'uid-a']);
});

test('InfraMachines that could not be read are an error, no reason to do nothing', () => {
  const infraMachines = { kind: 'failed', error: new Error('unreadable') } as const;
  expect(() => planMachines({ machinePool: aMachinePool(), infraMachines, machines: [], namesakes: [], kubeletVersionOf: () => undefined })).toThrow('unreadable');
});

/** An instance, what became of it, and what has its name. */
const anyInstance = fc.record({ isThere: fc.boolean(), isLeaving: fc.boolean(), machine: fc.constantFrom('none', 'own', 'leaving', 'namesake') });

test('whatever there is: one Machine at most for each instance, no other Machine touched, and nothing left to do afterwards', () => {
  fc.assert(
    fc.property(fc.array(anyInstance, { maxLength: 6 }), (instances) => {
      const of = <T>(pick: (instance: (typeof instances)[number], name: string) => T | undefined): T[] => instances.map((instance, index) => pick(instance, `i${String(index)}`)).filter((each) => each !== undefined);
      const infraMachines = of(({ isThere, isLeaving }, name) => (isThere ? anInfraMachine(name, isLeaving ? leaving : {}) : undefined));
      const machines = of(({ machine }, name) => (machine === 'own' || machine === 'leaving' ? aMachine(name, { metadata: machine === 'leaving' ? leaving : {} }) : undefined));
      const namesakes = of(({ machine }, name) => (machine === 'namesake' ? aMachine(name, { metadata: { labels: {}, ownerReferences: [] } }) : undefined));
      const planned = plan({ infraMachines, machines, namesakes });

      const created = planned.create.map(({ metadata }) => metadata.name);
      const existing = new Set([...machines, ...namesakes].map(({ metadata }) => metadata.name));
      expect(new Set(created).size).toBe(created.length);
      expect(created.filter((name) => existing.has(name))).toEqual([]);
      expect(planned.update.every(({ machine, intent }) => machines.includes(machine) && intent.metadata.uid === machine.metadata.uid && !machine.metadata.deletionTimestamp)).toBe(true);

      // Objects that were applied come back with all that was applied.
      const after = plan({ infraMachines, machines: [...machines, ...planned.create.map((intent) => ({ ...intent, metadata: { ...intent.metadata, uid: 'u' } }))], namesakes });
      expect([after.create, after.taken]).toEqual([[], planned.taken]);
    }),
  );
});
