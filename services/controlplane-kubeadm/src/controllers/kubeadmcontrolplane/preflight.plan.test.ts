import { aCluster, aControlPlane, aMember, anEtcdMember, healthConditions, type MachineOptions } from './kubeadmcontrolplane.fixtures.ts';
import { planPreflight, type PreflightInput } from './preflight.plan.ts';

const input = (over: Partial<PreflightInput> = {}): PreflightInput => ({
  controlPlane: aControlPlane(),
  cluster: aCluster(),
  machines: [aMember('m1'), aMember('m2'), aMember('m3')],
  etcdMembers: ['m1', 'm2', 'm3'].map((name) => anEtcdMember(name)),
  etcdAlarms: [],
  certificatesAvailable: true,
  ...over,
});
const up = { isScaleUp: true };
const machinesWith = (third: MachineOptions) => [aMember('m1'), aMember('m2'), aMember('m3', third)];
const topology = (version: string, step?: string) =>
  aCluster({ spec: { topology: { version, classRef: { name: 'x' } } }, metadata: step ? { annotations: { 'topology.internal.cluster.x-k8s.io/upgrade-step': step } } : {} });
const withoutNode = aMember('m3', { nodeName: '' });
const remediating = aControlPlane({ metadata: { annotations: { 'controlplane.cluster.x-k8s.io/remediation-in-progress': '{}' } } });
const external = aControlPlane({ spec: { kubeadmConfigSpec: { clusterConfiguration: { etcd: { external: { endpoints: ['https://e'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } } } });

const passing = [
  { name: 'all healthy', why: 'nothing speaks against it', input: input(), change: up },
  { name: 'no Machine yet', why: 'the first one waits for nobody', input: input({ machines: [], certificatesAvailable: false }), change: up },
  { name: 'topology at this version', why: 'nothing is to come', input: input({ cluster: topology('v1.36.3') }), change: up },
  { name: 'topology on its way, this step', why: 'intermediate versions need Machines too', input: input({ cluster: topology('v1.38.0', 'v1.36.3') }), change: up },
  { name: 'no certificates, scale down', why: 'nobody joins', input: input({ certificatesAvailable: false }), change: { isScaleUp: false } },
  { name: 'the broken Machine is the one to go', why: 'it must not keep itself', input: input({ machines: machinesWith({ conditions: healthConditions({ EtcdMemberHealthy: 'False' }) }) }), change: { isScaleUp: false, exclude: 'm3' } },
  { name: 'etcd conditions with external etcd', why: 'they are not ours', input: input({ controlPlane: external, machines: machinesWith({ conditions: healthConditions({ EtcdMemberHealthy: 'False', EtcdPodHealthy: 'Unknown' }) }) }), change: up },
];
test.each(passing)('passes: $name ($why)', ({ input: given, change }) => {
  expect(planPreflight(given, change)).toEqual({ step: 'pass' });
});

const blocked = [
  { name: 'topology version to come', why: 'a Machine of the old version would be replaced at once', input: input({ cluster: topology('v1.37.0') }), reason: 'WaitingForVersionUpgrade', failures: { awaitedVersion: 'v1.37.0' }, details: [] },
  { name: 'topology step to come', why: 'the message names the step', input: input({ cluster: topology('v1.38.0', 'v1.37.0') }), reason: 'WaitingForVersionUpgrade', failures: { awaitedVersion: 'v1.37.0' }, details: [] },
  { name: 'certificates missing', why: 'nobody can join', input: input({ certificatesAvailable: false }), reason: 'CertificatesMissing', failures: { certificateMissing: true }, details: [] },
  { name: 'a Machine deleting', why: 'one change at a time', input: input({ machines: machinesWith({ deleting: true }) }), reason: 'WaitingForMachineDeletion', failures: { hasDeletingMachine: true }, details: [] },
  {
    name: 'a Machine without Node',
    why: 'it is still coming up',
    input: input({ machines: [aMember('m1'), withoutNode] }),
    reason: 'ControlPlaneUnhealthy',
    failures: { componentsNotHealthy: true, etcdNotHealthy: true },
    details: ['Machine m3 does not have a corresponding Node yet (Machine.status.nodeRef not set)'],
  },
  {
    name: 'a condition false and one unknown',
    why: 'both stop the next change',
    input: input({ machines: machinesWith({ conditions: healthConditions({ SchedulerPodHealthy: 'False', EtcdMemberHealthy: 'Unknown' }) }) }),
    reason: 'ControlPlaneUnhealthy',
    failures: { componentsNotHealthy: true, etcdNotHealthy: true },
    details: ['Machine m3 reports SchedulerPodHealthy condition is false (SchedulerPodHealthy is broken)', 'Machine m3 reports EtcdMemberHealthy condition is unknown (EtcdMemberHealthy is broken)'],
  },
  {
    name: 'a condition missing',
    why: 'nobody has looked yet',
    input: input({ machines: machinesWith({ conditions: healthConditions().slice(1) }) }),
    reason: 'ControlPlaneUnhealthy',
    failures: { componentsNotHealthy: true, etcdNotHealthy: false },
    details: ['Machine m3 does not have APIServerPodHealthy condition'],
  },
];
test.each(blocked)('blocked: $name → $reason ($why)', ({ input: given, reason, failures, details }) => {
  expect(planPreflight(given, up)).toEqual({ step: 'blocked', reason, failures, details });
});

test('a replacement is made while another Machine is broken, as long as the change is safe', () => {
  const machines = [aMember('m1'), aMember('m2'), aMember('m3'), aMember('m4', { conditions: healthConditions({ SchedulerPodHealthy: 'False' }) })];
  const etcdMembers = ['m1', 'm2', 'm3', 'm4'].map((name) => anEtcdMember(name));
  expect(planPreflight(input({ controlPlane: remediating, machines, etcdMembers }), up)).toEqual({ step: 'pass' });
  expect(planPreflight(input({ controlPlane: remediating, machines, etcdMembers: [] }), up)).toMatchObject({ step: 'blocked', details: ['cannot check etcd cluster health before scale up, etcd member list is empty'] });
});

test('a replacement waits where one more failure would lose quorum', () => {
  const machines = [aMember('m1'), aMember('m2', { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) })];
  const etcdMembers = ['m1', 'm2'].map((name) => anEtcdMember(name));
  expect(planPreflight(input({ controlPlane: remediating, machines, etcdMembers }), up)).toMatchObject({
    step: 'blocked',
    failures: { componentsNotHealthy: false, etcdNotHealthy: true },
    details: ['adding a new control plane Machine can lead to etcd quorum loss. Please check the etcd status'],
  });
});
