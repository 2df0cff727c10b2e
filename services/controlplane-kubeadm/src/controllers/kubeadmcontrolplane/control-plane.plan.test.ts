import { planControlPlane, type ControlPlanePlanInput } from './control-plane.plan.ts';
import { aCluster, aControlPlane, aMember, healthConditions, outdated } from './kubeadmcontrolplane.fixtures.ts';

const input = (over: Partial<ControlPlanePlanInput> = {}): ControlPlanePlanInput => ({
  controlPlane: aControlPlane(),
  cluster: aCluster(),
  machines: [aMember('m1'), aMember('m2'), aMember('m3')],
  etcdMembers: [],
  etcdAlarms: [],
  certificatesAvailable: true,
  random: () => 0,
  ...over,
});
const surge = (maxSurge: number | string) => aControlPlane({ spec: { rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge } } } } });
const old = (name: string) => aMember(name, { upToDate: outdated });
const domains = aCluster({ status: { failureDomains: [{ name: 'a', controlPlane: true }, { name: 'b', controlPlane: true }, { name: 'workers' }] } });

const cases = [
  { name: 'no Machine', why: 'the first runs kubeadm init', given: input({ machines: [] }), want: { step: 'create', mode: 'init', reason: 'init' } },
  { name: 'too few', why: 'the others join', given: input({ machines: [aMember('m1')] }), want: { step: 'create', mode: 'join', reason: 'scale up' } },
  { name: 'too many', why: 'replicas went down', given: input({ controlPlane: aControlPlane({ spec: { replicas: 1 } }) }), want: { step: 'delete', reason: 'scale down', machine: { machine: { metadata: { name: 'm1' } } } } },
  { name: 'as many as asked for', why: 'nothing is due', given: input(), want: { step: 'steady' } },
  { name: 'one outdated, surge allowed', why: 'the new one comes first', given: input({ machines: [old('m1'), aMember('m2'), aMember('m3')] }), want: { step: 'create', mode: 'join', reason: 'rollout' } },
  { name: 'one outdated, surged already', why: 'now an old one can go', given: input({ machines: [old('m1'), aMember('m2'), aMember('m3'), aMember('m4')] }), want: { step: 'delete', reason: 'rollout', machine: { machine: { metadata: { name: 'm1' } } } } },
  { name: 'one outdated, no surge', why: 'room is made first', given: input({ controlPlane: surge(0), machines: [aMember('m1'), old('m2'), aMember('m3')] }), want: { step: 'delete', reason: 'rollout', machine: { machine: { metadata: { name: 'm2' } } } } },
  { name: 'surge as text', why: 'the field is int-or-string', given: input({ controlPlane: surge('0'), machines: [aMember('m1'), old('m2'), aMember('m3')] }), want: { step: 'delete', reason: 'rollout' } },
  { name: 'outdated and too few', why: 'a rollout also fills up', given: input({ machines: [old('m1')] }), want: { step: 'create', mode: 'join', reason: 'rollout' } },
  { name: 'outdated one deleting already', why: 'it is as good as gone', given: input({ controlPlane: aControlPlane({ spec: { replicas: 3 } }), machines: [aMember('m1', { upToDate: outdated, deleting: true }), aMember('m2'), aMember('m3')] }), want: { step: 'steady' } },
  { name: 'too few and one unhealthy', why: 'one change at a time', given: input({ machines: [aMember('m1', { conditions: healthConditions({ EtcdPodHealthy: 'False' }) })] }), want: { step: 'blocked', reason: 'scale up', preflight: { reason: 'ControlPlaneUnhealthy' } } },
];
test.each(cases)('planControlPlane: $name → $want.step ($why)', ({ given, want }) => {
  expect(planControlPlane(given)).toMatchObject(want);
});

test('a new Machine goes to the failure domain with fewest Machines that stay', () => {
  const machines = [aMember('m1', { spec: { failureDomain: 'a' } }), aMember('m2', { spec: { failureDomain: 'b' }, upToDate: outdated }), aMember('m3', { spec: { failureDomain: 'b' }, upToDate: outdated })];
  expect(planControlPlane(input({ cluster: domains, machines }))).toMatchObject({ step: 'create', failureDomain: 'b' });
});

test('failure domains for workers only are not used', () => {
  const plan = planControlPlane(input({ cluster: aCluster({ status: { failureDomains: [{ name: 'workers' }] } }), machines: [] }));
  expect(plan).toMatchObject({ step: 'create', failureDomain: undefined });
});
