import { aCluster, aCondition, aControlPlane, aMember, anEtcdMember, healthConditions, longAgo, now, type MachineOptions } from './kubeadmcontrolplane.fixtures.ts';
import { isStaleRemediation, planRemediation, recoveredMachines, remediationCandidates, type RemediationInput, type RemediationPlan } from './remediation.plan.ts';

const unhealthy = [aCondition('HealthCheckSucceeded', 'False'), aCondition('OwnerRemediated', 'False', { reason: 'WaitingForRemediation' })];
const sick = (name: string, broken: Parameters<typeof healthConditions>[0] = { EtcdMemberHealthy: 'False' }, over: MachineOptions = {}) => aMember(name, { conditions: [...unhealthy, ...healthConditions(broken)], ...over });
const etcdOf = (...names: string[]) => ({ members: names.map((name) => anEtcdMember(name)), alarms: [], leader: anEtcdMember(names[0] ?? '') });
const input = (over: Partial<RemediationInput> = {}): RemediationInput => ({
  controlPlane: aControlPlane(),
  cluster: aCluster(),
  machines: [sick('a'), aMember('b'), aMember('c')],
  initialized: true,
  etcd: etcdOf('a', 'b', 'c'),
  memberNameOf: ({ machine }) => machine.status?.nodeRef?.name,
  now,
  ...over,
});
const note = (machine: string, timestamp = '2026-11-21T11:00:00Z') => ({ 'controlplane.cluster.x-k8s.io/remediation-in-progress': JSON.stringify({ machine, timestamp, retryCount: 0 }) });
const external = aControlPlane({ spec: { kubeadmConfigSpec: { clusterConfiguration: { etcd: { external: { endpoints: ['https://e'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } } } });
const topology = (version: string, step?: string) => aCluster({ spec: { topology: { version, classRef: { name: 'x' } } }, metadata: step ? { annotations: { 'topology.internal.cluster.x-k8s.io/upgrade-step': step } } : {} });
const named = (plan: RemediationPlan): string | undefined => ('machine' in plan ? plan.machine.machine.metadata.name : undefined);

const going = [
  { name: 'one of three', why: 'two remain of two', given: input(), want: { machine: 'a', forwardLeadership: true } },
  { name: 'the only one, not initialized', why: 'there is nothing to lose', given: input({ initialized: false, machines: [sick('a')], etcd: undefined }), want: { machine: 'a', forwardLeadership: false } },
  { name: 'without Node', why: 'no member is known that could matter', given: input({ machines: [sick('a', {}, { nodeName: '' }), aMember('b'), aMember('c')], etcd: etcdOf('b', 'c') }), want: { machine: 'a', forwardLeadership: true } },
  { name: 'external etcd', why: 'its quorum is not ours to keep', given: input({ controlPlane: external, etcd: undefined }), want: { machine: 'a', forwardLeadership: false } },
  { name: 'two of five', why: 'the first leaves three of four', given: input({ machines: [sick('a'), sick('b'), aMember('c'), aMember('d'), aMember('e')], etcd: etcdOf('a', 'b', 'c', 'd', 'e') }), want: { machine: 'a', forwardLeadership: true } },
  { name: 'another was one too many', why: 'this one may be what keeps its replacement from joining', given: input({ controlPlane: aControlPlane({ metadata: { annotations: note('gone') } }) }), want: { machine: 'a', forwardLeadership: true } },
  { name: 'topology at this step', why: 'nothing is awaited', given: input({ cluster: topology('v1.38.0', 'v1.36.3') }), want: { machine: 'a', forwardLeadership: true } },
];
test.each(going)('remediates: $name ($why)', ({ given, want }) => {
  const plan = planRemediation(given);
  expect({ step: plan.step, machine: named(plan), ...('forwardLeadership' in plan ? { forwardLeadership: plan.forwardLeadership, data: plan.data } : {}) }).toEqual({ step: 'remediate', ...want, data: { machine: want.machine, timestamp: now, retryCount: 0 } });
});

test('where the first is needed because of another broken one, that one goes first', () => {
  const wished = aMember('b', { conditions: [...unhealthy, ...healthConditions()], metadata: { annotations: { 'cluster.x-k8s.io/remediate-machine': '' } } });
  const dead = sick('c', { EtcdPodHealthy: 'False', APIServerPodHealthy: 'False' });
  expect(named(planRemediation(input({ machines: [aMember('a'), wished, dead] })))).toBe('c');
  expect(planRemediation(input({ machines: [aMember('a'), wished, aMember('c', { conditions: healthConditions({ EtcdPodHealthy: 'Unknown' }) })] }))).toMatchObject({ step: 'deferred', words: { condition: { reason: 'CannotBeRemediated' } } });
});

const nothing = [
  { name: 'all healthy', why: 'nobody complains', given: input({ machines: [aMember('a'), aMember('b')] }), want: { step: 'none' } },
  { name: 'unhealthy, but not ours to remediate', why: 'somebody else does', given: input({ machines: [aMember('a', { conditions: unhealthy.slice(0, 1) }), aMember('b')] }), want: { step: 'none' } },
  { name: 'deleted by somebody', why: 'it goes already', given: input({ machines: [sick('a', {}, { deleting: true }), aMember('b'), aMember('c')] }), want: { step: 'none' } },
  { name: 'deleted by us', why: 'that is said until it is gone', given: input({ controlPlane: aControlPlane({ metadata: { annotations: note('a') } }), machines: [sick('a', {}, { deleting: true }), aMember('b')] }), want: { step: 'deleting' } },
  { name: 'the replacement of another is due', why: 'one at a time', given: input({ controlPlane: aControlPlane({ metadata: { annotations: note('gone') } }), machines: [sick('a'), aMember('b')], etcd: etcdOf('a', 'b') }), want: { step: 'inProgress' } },
];
test.each(nothing)('does nothing: $name → $want.step ($why)', ({ given, want }) => {
  expect(planRemediation(given)).toMatchObject(want);
});

const lossMessage = "KubeadmControlPlane can't remediate this Machine because this could result in loosing Kubernetes control plane components or in etcd quorum loss";
const deferred = [
  {
    name: 'the topology is about to upgrade',
    why: 'a Machine of the old version would come in its place',
    given: input({ cluster: topology('v1.37.0') }),
    want: ['RemediationDeferred', "KubeadmControlPlane can't remediate while waiting for a version upgrade to v1.37.0 to be propagated from Cluster.spec.topology"],
  },
  {
    name: 'the topology upgrades in steps',
    why: 'the next step is what is awaited',
    given: input({ cluster: topology('v1.38.0', 'v1.37.0') }),
    want: ['RemediationDeferred', "KubeadmControlPlane can't remediate while waiting for a version upgrade to v1.37.0 to be propagated from Cluster.spec.topology"],
  },
  { name: 'the only Machine', why: 'all data would go with it', given: input({ machines: [sick('a')], etcd: etcdOf('a') }), want: ['CannotBeRemediated', "KubeadmControlPlane can't remediate if current replicas are less or equal to 1"] },
  {
    name: 'a healthy Machine is being made',
    why: 'it decides what quorum is',
    given: input({ machines: [sick('a'), aMember('b'), aMember('c', { nodeName: '' })] }),
    want: ['RemediationDeferred', 'KubeadmControlPlane waiting for control plane Machine provisioning to complete before triggering remediation', 'KubeadmControlPlane waiting for control plane machine provisioning to complete before triggering remediation'],
  },
  {
    name: 'another Machine goes',
    why: 'its member may leave at any time',
    given: input({ machines: [sick('a'), aMember('b'), aMember('c', { deleting: true })] }),
    want: ['RemediationDeferred', 'KubeadmControlPlane waiting for control plane Machine deletion to complete before triggering remediation', 'KubeadmControlPlane waiting for control plane machine deletion to complete before triggering remediation'],
  },
  { name: 'etcd is silent', why: 'what is not known is not risked', given: input({ etcd: undefined }), want: ['RemediationDeferred', 'Failed to check etcd cluster health before remediation'] },
  { name: 'another member is sick', why: 'one of two would be no quorum', given: input({ machines: [sick('a'), aMember('b', { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) }), aMember('c')] }), want: ['CannotBeRemediated', lossMessage] },
  { name: 'no other complete set of components', why: 'nobody would serve the API', given: input({ machines: [sick('a'), ...['b', 'c'].map((name) => aMember(name, { conditions: healthConditions({ SchedulerPodHealthy: 'False' }) }))] }), want: ['CannotBeRemediated', lossMessage] },
  { name: 'a learner', why: 'it must be promoted first', given: input({ etcd: { ...etcdOf('a', 'b', 'c'), members: [...etcdOf('a', 'b').members, anEtcdMember('c', { isLearner: true })] } }), want: ['CannotBeRemediated', lossMessage] },
];
test.each(deferred)('waits: $name ($why)', ({ given, want: [reason, message, v1beta1Message = message] }) => {
  const plan = planRemediation(given);
  expect(plan).toMatchObject({
    step: 'deferred',
    words: { condition: { type: 'OwnerRemediated', status: 'False', reason, message }, v1beta1: { type: 'OwnerRemediated', status: 'False', severity: 'Warning', reason: 'WaitingForRemediation', message: v1beta1Message } },
  });
});

test('a silent etcd is asked again soon; all else wakes us', () => {
  expect(planRemediation(input({ etcd: undefined }))).toMatchObject({ lookAgainMs: 5_000 });
  expect(planRemediation(input({ machines: [sick('a')], etcd: etcdOf('a') }))).not.toHaveProperty('lookAgainMs');
});

const orders = [
  { name: 'the user wants another', why: 'the user knows', machines: [sick('a'), sick('b', {}, { metadata: { annotations: { 'cluster.x-k8s.io/remediate-machine': '' } } })], want: 'b' },
  { name: 'one has no Node', why: 'nothing works there', machines: [sick('a'), sick('b', {}, { nodeName: '' })], want: 'b' },
  { name: 'one has a sick member', why: 'etcd matters most', machines: [sick('a', { APIServerPodHealthy: 'False' }), sick('b', { EtcdMemberHealthy: 'Unknown' })], want: 'b' },
  { name: 'both have sick members, one its etcd Pod too', why: 'the next sign decides', machines: [sick('a'), sick('b', { EtcdMemberHealthy: 'False', EtcdPodHealthy: 'False' })], want: 'b' },
  { name: 'scheduler against API server', why: 'the API server comes first', machines: [sick('a', { SchedulerPodHealthy: 'False' }), sick('b', { APIServerPodHealthy: 'False' })], want: 'b' },
  { name: 'nothing to choose between', why: 'the oldest', machines: [sick('a', {}, { metadata: { creationTimestamp: '2026-11-21T11:00:00Z' } }), sick('b', {}, { metadata: { creationTimestamp: longAgo } })], want: 'b' },
  { name: 'same age', why: 'the name decides', machines: [sick('b', {}), sick('a', {})], want: 'a' },
];
test.each(orders)('first of two: $name → $want ($why)', ({ machines, want }) => {
  expect(remediationCandidates(aControlPlane(), machines)[0]?.machine.metadata.name).toBe(want);
});

test('with external etcd what is said of etcd does not count', () => {
  const machines = [sick('a', { APIServerPodHealthy: 'False' }), sick('b', { EtcdMemberHealthy: 'False' })];
  expect(remediationCandidates(external, machines)[0]?.machine.metadata.name).toBe('a');
});

const stale = [
  { name: 'no note', why: 'nothing is in progress', annotations: {}, machines: [aMember('b')], want: false },
  { name: 'waiting for the replacement', why: 'there is none yet', annotations: note('gone'), machines: [aMember('b')], want: false },
  { name: 'still deleting', why: 'the replacement follows', annotations: note('a'), machines: [sick('a', {}, { deleting: true }), aMember('b')], want: false },
  { name: 'a newer Machine', why: 'that is the replacement', annotations: note('gone'), machines: [aMember('b'), aMember('new', { metadata: { creationTimestamp: '2026-11-21T11:00:01Z' } })], want: true },
  { name: 'nothing was deleted', why: 'the process ended before', annotations: note('a'), machines: [sick('a'), aMember('b')], want: true },
];
test.each(stale)('note is stale: $name → $want ($why)', ({ annotations, machines, want }) => {
  expect(isStaleRemediation(aControlPlane({ metadata: { annotations } }), machines)).toBe(want);
});

test('a note that nobody can read is an error that says where', () => {
  const controlPlane = aControlPlane({ metadata: { annotations: { 'controlplane.cluster.x-k8s.io/remediation-in-progress': 'soon' } } });
  expect(() => planRemediation(input({ controlPlane }))).toThrow(expect.objectContaining({ code: 'RemediationData', message: expect.stringContaining('controlplane.cluster.x-k8s.io/remediation-in-progress holds "soon"') }));
});

test('Machines that are healthy again are found by either API, unless they go', () => {
  const again = [aCondition('HealthCheckSucceeded', 'True'), aCondition('OwnerRemediated', 'False')];
  const old = { deprecated: { v1beta1: { conditions: [{ type: 'HealthCheckSucceeded', status: 'True', lastTransitionTime: longAgo }, { type: 'OwnerRemediated', status: 'False', lastTransitionTime: longAgo }] } } };
  const machines = [aMember('a', { conditions: again }), aMember('b', { status: old }), sick('c'), aMember('d', { conditions: again, deleting: true }), aMember('e')];
  expect(recoveredMachines(machines).map(({ machine }) => machine.metadata.name)).toEqual(['a', 'b']);
});
