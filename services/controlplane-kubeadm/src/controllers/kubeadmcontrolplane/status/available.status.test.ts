import type { ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { Health } from '../health/health.plan.ts';
import type { EtcdMember } from '../../../ports/etcd-client.ts';
import { aCondition, aControlPlane, aMember, anEtcdMember, aScope, healthConditions, type MachineOptions } from '../kubeadmcontrolplane.fixtures.ts';
import { availableDraft } from './available.status.ts';

const justNow = '2026-11-21T11:59:55Z';
const members = (...names: string[]): EtcdMember[] => names.map((name) => anEtcdMember(name, name === '' ? { id: 5n } : {}));
const healthWith = (etcd: EtcdMember[] | undefined, membersMatchMachines = true): Health => ({
  machines: [],
  drafts: new Map(),
  conditions: [],
  v1beta1Conditions: [],
  etcd: etcd && { members: etcd, alarms: [], leader: anEtcdMember('a') },
  membersMatchMachines,
  blockedBy: undefined,
});
const sick = (type: string, lastTransitionTime = '2026-11-21T11:00:00Z'): MachineOptions => ({ conditions: healthConditions({ [type]: 'False' }).map((condition) => ({ ...condition, lastTransitionTime })) });
const scope = (machines: ControlPlaneMachine[], etcd: EtcdMember[] | undefined = members('a', 'b', 'c'), match = true) => aScope({ initialized: true, machines, health: healthWith(etcd, match) });
const three = [aMember('a'), aMember('b'), aMember('c')];
const initializedAt = (lastTransitionTime: string) => aControlPlane({ status: { conditions: [aCondition('Initialized', 'True', { lastTransitionTime })] } });
const external = aControlPlane({ spec: { kubeadmConfigSpec: { clusterConfiguration: { etcd: { external: { endpoints: ['https://e'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } } } });

const cases = [
  { name: 'all healthy', why: 'it serves', given: scope(three), want: 'True Available' },
  { name: 'not initialized', why: 'there is nothing to serve', given: aScope(), want: 'False NotAvailable Control plane not yet initialized' },
  { name: 'one member sick for long', why: 'quorum holds, and users are told', given: scope([aMember('a'), aMember('b'), aMember('c', sick('EtcdMemberHealthy'))]), want: 'True Available * 2 of 3 etcd members are healthy, at least 2 healthy member required for etcd quorum\n* 2 of 3 Machines have healthy control plane components, at least 1 required' },
  { name: 'one member sick for a moment', why: 'it may be restarting', given: scope([aMember('a'), aMember('b'), aMember('c', sick('EtcdMemberHealthy', justNow))]), want: 'True Available' },
  { name: 'one set of components left', why: 'one is enough', given: scope([aMember('a'), aMember('b', sick('SchedulerPodHealthy')), aMember('c', sick('SchedulerPodHealthy'))]), want: 'True Available * 1 of 3 Machines has healthy control plane components, at least 1 required' },
  { name: 'quorum lost', why: 'etcd takes no writes', given: scope([aMember('a'), aMember('b', sick('EtcdMemberHealthy')), aMember('c', sick('EtcdMemberHealthy'))]), want: 'False NotAvailable * 1 of 3 etcd members is healthy, at least 2 healthy member required for etcd quorum' },
  { name: 'no components', why: 'nobody serves the API', given: scope([aMember('a', sick('APIServerPodHealthy'))], members('a')), want: 'False NotAvailable * There are no Machines with healthy control plane components, at least 1 required' },
  { name: 'no member healthy', why: 'the message has a form of its own', given: scope([aMember('a', sick('EtcdMemberHealthy'))], members('a')), want: 'False NotAvailable * There are no healthy etcd member, at least 1 healthy member required for etcd quorum\n* There are no Machines with healthy control plane components, at least 1 required' },
  { name: 'a learner joining', why: 'it does not count for quorum', given: scope([aMember('a'), aMember('b', { nodeName: '' })], [anEtcdMember('a'), anEtcdMember('b', { isLearner: true })]), want: 'True Available' },
  { name: 'a member without name', why: 'it is about to start', given: scope([aMember('a')], members('a', '')), want: 'True Available' },
  { name: 'members do not match', why: 'somebody else is in the cluster', given: scope(three, members('a', 'b', 'c', 'x'), false), want: 'False NotAvailable The list of etcd members does not match the list of Machines and Nodes' },
  { name: 'etcd silent, young control plane', why: 'give it time', given: { ...scope(three, undefined), health: healthWith(undefined), controlPlane: initializedAt('2026-11-21T11:59:00Z') }, want: 'False NotAvailable Waiting for etcd to report the list of members' },
  { name: 'etcd silent', why: 'something is wrong', given: { ...scope(three, undefined), health: healthWith(undefined), controlPlane: initializedAt('2026-11-21T11:00:00Z') }, want: 'Unknown InspectionFailed Failed to get etcd members' },
  { name: 'external etcd', why: 'only components count', given: { ...scope([aMember('a', sick('EtcdMemberHealthy'))]), health: healthWith(undefined), controlPlane: external }, want: 'True Available' },
  { name: 'deleting', why: 'it will go at any time', given: { ...scope(three), controlPlane: aControlPlane({ metadata: { deletionTimestamp: justNow } }) }, want: 'False NotAvailable * Control plane metadata.deletionTimestamp is set' },
];
test.each(cases)('Available: $name → $want ($why)', ({ given, want }) => {
  const draft = availableDraft(given, true);
  expect([draft?.status, draft?.reason, draft?.message].filter(Boolean).join(' ')).toBe(want);
});

test('without certificates nothing is available', () => {
  expect(availableDraft(scope(three), false)).toMatchObject({ status: 'False', message: '* Control plane certificates are not available' });
});

test('a pass that did not look says nothing', () => {
  expect(availableDraft(aScope({ initialized: true, machines: three }), true)).toBeUndefined();
});

test('a control plane that was available stays so while a process that was just started connects', () => {
  const controlPlane = aControlPlane({ status: { conditions: [aCondition('Initialized', 'True', { lastTransitionTime: '2026-11-21T11:00:00Z' }), aCondition('Available')] } });
  const given = { ...scope(three), health: healthWith(undefined), controlPlane };
  expect(availableDraft(given, true)).toBeUndefined();
  const probe = { lastSuccessTime: undefined, consecutiveFailures: 5 };
  expect(availableDraft({ ...given, connection: { kind: 'disconnected', reason: 'down', probe } }, true)).toMatchObject({ status: 'Unknown', message: 'Failed to get etcd members' });
});
