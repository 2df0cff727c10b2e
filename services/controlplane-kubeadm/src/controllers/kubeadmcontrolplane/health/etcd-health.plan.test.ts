import type { ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { aMember, aNode, anEtcdMember, healthConditions, now } from '../kubeadmcontrolplane.fixtures.ts';
import { etcdHealth, etcdNodeNames, type ObservedEtcd } from './etcd-health.plan.ts';

const members = ['a', 'b'].map((name) => anEtcdMember(name));
const answered = (over: Partial<Extract<ObservedEtcd, { kind: 'answered' }>> = {}): ObservedEtcd => ({ kind: 'answered', members, alarms: [], leader: anEtcdMember('a'), ...over });
const look = (machines: ControlPlaneMachine[], etcd: ObservedEtcd, created?: string) => etcdHealth({ machines, etcd, now, nodeByName: (name) => aNode(name, created === undefined ? {} : { created }) });
const saidOf = (name: string, health: ReturnType<typeof look>) => {
  const { conditions, v1beta1Conditions } = health.drafts.get(name)!;
  const said = (draft: Readonly<Record<string, unknown>> = {}): string => [draft['status'], draft['severity'], draft['reason'], draft['message']].filter(Boolean).join(' ');
  return [said({ ...conditions[0] }), said({ ...v1beta1Conditions[0] })];
};
const machines = [aMember('a'), aMember('b')];

const cases = [
  { name: 'all well', why: 'every Machine has its member', machines, etcd: answered(), want: ['True Healthy', 'True'] },
  { name: 'a learner', why: 'it has no vote yet', machines, etcd: answered({ members: [anEtcdMember('a', { isLearner: true }), anEtcdMember('b')] }), want: ['False NotHealthy Waiting for learner etcd member to be promoted', 'False Error EtcdMemberUnhealthy Waiting for learner etcd member to be promoted'] },
  { name: 'an alarm', why: 'etcd is read-only', machines, etcd: answered({ alarms: [{ memberID: anEtcdMember('a').id, type: 'NOSPACE' }] }), want: ['False NotHealthy Etcd reports alarms: NOSPACE', 'False Error EtcdMemberUnhealthy Etcd member reports alarms: NOSPACE'] },
  { name: 'no member', why: 'it left, or never came', machines, etcd: answered({ members: [anEtcdMember('b')] }), want: ["False NotHealthy Etcd doesn't have an etcd member for Node a", 'False Error EtcdMemberUnhealthy Missing etcd member'] },
  { name: 'no connection', why: 'the cause is told', machines, etcd: { kind: 'failed', at: 'connect', message: 'refused' }, want: ['Unknown InspectionFailed Failed to connect to etcd: refused', 'Unknown MemberInspectionFailed Failed to connect to etcd: refused'] },
  { name: 'no member list', why: 'there is no quorum', machines, etcd: { kind: 'failed', at: 'members', message: 'no leader' }, want: ['Unknown InspectionFailed Failed to get etcd members: no leader', 'False Error EtcdMemberUnhealthy Failed to get etcd members'] },
  { name: 'no alarms', why: 'the cause is told', machines, etcd: { kind: 'failed', at: 'alarms', message: 'x' }, want: ['Unknown InspectionFailed Failed to get etcd alarms: x', 'False Error EtcdMemberUnhealthy Failed to get etcd alarms'] },
  { name: 'an election', why: 'the last state stays', machines, etcd: { kind: 'failed', at: 'leader', message: 'x' }, want: ['', ''] },
  { name: 'no Node yet', why: 'there can be no member', machines: [aMember('a', { nodeName: '' })], etcd: { kind: 'notAsked' }, want: ['Unknown InspectionFailed Waiting for a Node with spec.providerID dev://a to exist', ''] },
  { name: 'deleting', why: 'its member may leave at any time', machines: [aMember('a', { deleting: true }), aMember('b')], etcd: answered(), want: ['False Deleting Machine is deleting', 'False Info Deleting'] },
] satisfies readonly { name: string; why: string; machines: ControlPlaneMachine[]; etcd: ObservedEtcd; want: string[] }[];
test.each(cases)('EtcdMemberHealthy: $name → $want ($why)', ({ machines: given, etcd, want }) => {
  expect(saidOf('a', look(given, etcd))).toEqual(want);
});

test('members without Machine are a problem of the cluster, with or without name', () => {
  const strangers = [anEtcdMember('x'), anEtcdMember('', { id: 5n })];
  expect(look(machines, answered({ members: [...members, ...strangers] })).clusterProblems).toEqual(['Etcd member x does not have a corresponding Machine', 'Etcd member 5 (Name not yet assigned) does not have a corresponding Machine']);
});

const matches = [
  { name: 'all match', why: 'nothing differs', given: machines, etcd: answered(), want: true },
  { name: 'a stranger while a Machine comes up', why: 'it may be its member', given: [...machines, aMember('c', { nodeName: '' })], etcd: answered({ members: [...members, anEtcdMember('c')] }), want: true },
  { name: 'a stranger', why: 'nobody claims it', given: machines, etcd: answered({ members: [...members, anEtcdMember('x')] }), want: false },
  { name: 'a Machine without member', why: 'its Node is old', given: [...machines, aMember('c')], etcd: answered(), want: false },
  { name: 'a deleting Machine without member', why: 'the member left first, as it should', given: [...machines, aMember('c', { deleting: true })], etcd: answered(), want: true },
  { name: 'no answer', why: 'nobody knows', given: machines, etcd: { kind: 'failed', at: 'connect', message: 'x' } as const, want: false },
  { name: 'no Machine with a Node', why: 'there is nothing to compare', given: [aMember('a', { nodeName: '' })], etcd: { kind: 'notAsked' } as const, want: true },
];
test.each(matches)('members match Machines: $name → $want ($why)', ({ given, etcd, want }) => {
  expect(look(given, etcd).membersMatchMachines).toBe(want);
});

const awaited = [
  { name: 'a young Node without member', why: 'a nameless member may be its', created: '2026-11-21T11:59:00Z', given: [...machines, aMember('c')], want: true },
  { name: 'an old Node without member', why: 'it is not coming any more', created: '2026-11-21T11:57:00Z', given: [...machines, aMember('c')], want: false },
  { name: 'all have members', why: 'nothing is to come', created: '2026-11-21T11:59:00Z', given: machines, want: false },
  { name: 'a leaving Machine without member', why: 'it has left', created: '2026-11-21T11:59:00Z', given: [...machines, aMember('c', { deleting: true })], want: false },
];
test.each(awaited)('awaits a member: $name → $want ($why)', ({ given, created, want }) => {
  expect(look(given, answered(), created).awaitsMember).toBe(want);
});

test('a young Node has time to bring its member', () => {
  expect(look([...machines, aMember('c')], answered(), '2026-11-21T11:59:00Z').membersMatchMachines).toBe(true);
});

test('etcd is asked on Nodes of healthy members first, never on leaving ones', () => {
  const candidates = [aMember('sick', { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) }), aMember('well'), aMember('leaving', { deleting: true }), aMember('coming', { nodeName: '' }), aMember('lost')];
  expect(etcdNodeNames(candidates, (name) => (name === 'lost' ? undefined : aNode(name)))).toEqual(['well', 'sick']);
});
