import fc from 'fast-check';
import { etcdQuorum, projectEtcd } from './etcd-quorum.plan.ts';
import { aMember, anEtcdMember, healthConditions } from './kubeadmcontrolplane.fixtures.ts';

const sick = { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) };
const stopped = { conditions: healthConditions({ EtcdPodHealthy: 'Unknown' }) };
const remove = (name: string) => ({ addMember: false, removeMember: name });
const add = { addMember: true, removeMember: undefined };
const members = (...names: string[]) => names.map((name) => anEtcdMember(name));
const healthy = (...names: string[]) => names.map((name) => aMember(name));

const cases = [
  { name: '3 healthy, one goes', why: '2 of 2 remain', members: members('a', 'b', 'c'), machines: healthy('a', 'b', 'c'), change: remove('c'), want: true },
  { name: '3 with one sick, the sick one goes', why: '2 of 2 remain', members: members('a', 'b', 'c'), machines: [...healthy('a', 'b'), aMember('c', sick)], change: remove('c'), want: true },
  { name: '3 with one sick, a healthy one goes', why: '1 of 2 is no quorum', members: members('a', 'b', 'c'), machines: [...healthy('a', 'b'), aMember('c', sick)], change: remove('a'), want: false },
  { name: '5 with one sick, a healthy one goes', why: '3 of 4 is quorum', members: members('a', 'b', 'c', 'd', 'e'), machines: [...healthy('a', 'b', 'c', 'd'), aMember('e', sick)], change: remove('a'), want: true },
  { name: 'a learner', why: 'it must be promoted first', members: [...members('a', 'b'), anEtcdMember('c', { isLearner: true })], machines: healthy('a', 'b', 'c'), change: remove('a'), want: false },
  { name: 'a member without name', why: 'it has not started', members: [...members('a', 'b'), anEtcdMember('', { id: 9n })], machines: healthy('a', 'b'), change: remove('a'), want: false },
  { name: 'a first member', why: 'nothing could ever start otherwise', members: [], machines: [], change: add, want: true },
  { name: 'a second member', why: 'one must become two before it becomes three', members: members('a'), machines: healthy('a'), change: add, want: true },
  { name: 'a fourth member while one is sick', why: 'if the new one fails too, 2 of 4 are no quorum', members: members('a', 'b', 'c'), machines: [...healthy('a', 'b'), aMember('c', sick)], change: add, want: false },
  { name: '3, the Pod of one not running, a healthy one goes', why: 'its member may have died unnoticed', members: members('a', 'b', 'c'), machines: [...healthy('a', 'b'), aMember('c', stopped)], change: remove('a'), want: false },
  { name: '3, the Pod of one not running, that one goes', why: 'the others work', members: members('a', 'b', 'c'), machines: [...healthy('a', 'b'), aMember('c', stopped)], change: remove('c'), want: true },
  { name: '3, two Pods not running, one of these goes', why: 'which of them works nobody can tell', members: members('a', 'b', 'c'), machines: [...healthy('a'), aMember('b', stopped), aMember('c', stopped)], change: remove('c'), want: false },
  { name: '2, a Pod not running, one more comes', why: 'both work, or members would not have been listed', members: members('a', 'b'), machines: [...healthy('a'), aMember('b', stopped)], change: add, want: true },
  { name: '5, two Pods not running, one of these goes', why: 'three of four work', members: members('a', 'b', 'c', 'd', 'e'), machines: [...healthy('a', 'b', 'c'), aMember('d', stopped), aMember('e', stopped)], change: remove('e'), want: true },
  { name: 'a member without Machine', why: 'without alarm it counts as healthy', members: members('a', 'b', 'x'), machines: healthy('a', 'b'), change: remove('a'), want: true },
];
test.each(cases)('projectEtcd: $name → $want ($why)', ({ members: list, machines, change, want }) => {
  expect(projectEtcd({ members: list, alarms: [], machines }, change).isSafe).toBe(want);
});

test('projectEtcd: an alarm of a member without Machine makes it unhealthy', () => {
  const stranger = anEtcdMember('x');
  const state = { members: [...members('a', 'b'), stranger], machines: healthy('a', 'b') };
  expect(projectEtcd({ ...state, alarms: [{ memberID: stranger.id, type: 'NOSPACE' }] }, remove('a'))).toMatchObject({ isSafe: false, unhealthy: ['x (no machine)'] });
});

test('etcdQuorum is a majority: two of them always meet, and no smaller number does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (voters) => {
      const quorum = etcdQuorum(voters);
      expect(2 * quorum).toBeGreaterThan(voters);
      expect(2 * (quorum - 1)).toBeLessThanOrEqual(voters);
    }),
  );
});

test('a removal called safe leaves a majority of the remaining members healthy', () => {
  const cluster = fc.array(fc.record({ isHealthy: fc.boolean(), isLearner: fc.boolean() }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(cluster, fc.nat(), (states, pick) => {
      const names = states.map((_, index) => `m${index}`);
      const list = states.map(({ isLearner }, index) => anEtcdMember(`m${index}`, { isLearner }));
      const machines = states.map(({ isHealthy }, index) => aMember(`m${index}`, isHealthy ? {} : sick));
      const gone = names[pick % names.length] ?? '';
      const { isSafe } = projectEtcd({ members: list, alarms: [], machines }, remove(gone));
      const left = states.filter((_, index) => `m${index}` !== gone);
      const majority = left.filter(({ isHealthy }) => isHealthy).length > left.length / 2;
      expect(isSafe).toBe(majority && left.every(({ isLearner }) => !isLearner));
    }),
  );
});
