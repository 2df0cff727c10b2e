import { aMember, anEtcdMember, healthConditions } from '../kubeadmcontrolplane.fixtures.ts';
import { leadershipCandidates } from './etcd-membership.ts';
import { planEtcdMembers } from './etcd-members.plan.ts';

const machines = [aMember('a'), aMember('b'), aMember('c')];
const members = (...names: string[]) => ({ members: names.map((name) => anEtcdMember(name, name === '' ? { id: 5n } : {})), alarms: [], leader: anEtcdMember('a') });
const sick = { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) };

const cases = [
  { name: 'all match', why: 'nothing to do', given: machines, etcd: members('a', 'b', 'c'), want: { step: 'done' } },
  { name: 'a stranger', why: 'a Machine went without our hook', given: machines, etcd: members('a', 'b', 'c', 'x'), want: { step: 'remove', member: { name: 'x' } } },
  { name: 'two strangers', why: 'one at a time, by name', given: machines, etcd: members('a', 'b', 'c', 'y', 'x'), want: { step: 'remove', member: { name: 'x' }, strangers: ['x', 'y'] } },
  { name: 'a stranger while a Machine comes up', why: 'it may be its member', given: [...machines, aMember('d', { nodeName: '' })], etcd: members('a', 'b', 'c', 'd'), want: { step: 'done' } },
  { name: 'a nameless member', why: 'it has no vote and will never start', given: [aMember('a'), aMember('b', sick)], etcd: members('a', 'b', ''), want: { step: 'remove', member: { name: '' }, strangers: ['(Name not yet assigned)'] } },
  { name: 'a nameless member while a new Node has none', why: 'kubeadm join has only just added it', given: [aMember('a'), aMember('b')], etcd: { ...members('a', ''), awaitsMember: true }, want: { step: 'done' } },
  { name: 'a named stranger while a new Node has no member', why: 'it is certainly not its', given: [...machines, aMember('d')], etcd: { ...members('a', 'b', 'c', '', 'x'), awaitsMember: true }, want: { step: 'unsafe' } },
  { name: 'a stranger that quorum needs', why: 'better a stranger than no cluster', given: [aMember('a'), aMember('b', sick)], etcd: members('a', 'b', 'x'), want: { step: 'unsafe' } },
  { name: 'etcd silent', why: 'nothing is known', given: machines, etcd: undefined, want: { step: 'done' } },
  { name: 'no Machines', why: 'the control plane is only beginning', given: [], etcd: members('a'), want: { step: 'done' } },
];
test.each(cases)('planEtcdMembers: $name → $want.step ($why)', ({ given, etcd, want }) => {
  expect(planEtcdMembers(given, etcd)).toMatchObject(want);
});

test('leadership goes to a healthy member, then to the newest Machine; never to one that leaves', () => {
  const at = (time: string) => ({ creationTimestamp: `2026-11-21T${time}:00Z` });
  const leaving = aMember('leaving');
  const candidates = leadershipCandidates([leaving, aMember('sick', { ...sick, metadata: at('11:59') }), aMember('old', { metadata: at('09:00') }), aMember('new', { metadata: at('11:00') }), aMember('gone', { deleting: true }), aMember('coming', { nodeName: '' })], leaving);
  expect(candidates.map(({ machine }) => machine.metadata.name)).toEqual(['new', 'old', 'sick']);
});
