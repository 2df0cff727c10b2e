import { aControlPlane, aMember, aScope } from '../kubeadmcontrolplane.fixtures.ts';
import { scalingDownDraft, scalingUpDraft } from './scaling.status.ts';

const one = [aMember('a')];
const four = ['a', 'b', 'c', 'd'].map((name) => aMember(name));
const withoutReplicas = aControlPlane({ spec: { replicas: undefined } });
const deleting = aControlPlane({ metadata: { deletionTimestamp: '2026-11-21T11:00:00Z' } });
const unhealthy = { componentsNotHealthy: true, etcdNotHealthy: true };

const up = [
  { name: 'enough', why: 'nothing is missing', scope: aScope({ machines: four }), want: 'False NotScalingUp' },
  { name: 'too few', why: 'two are missing', scope: aScope({ machines: one }), want: 'True ScalingUp Scaling up from 1 to 3 replicas' },
  { name: 'too few, unhealthy', why: 'users are told what to wait for', scope: aScope({ machines: one, preflight: unhealthy }), want: 'True ScalingUp Scaling up from 1 to 3 replicas is blocked because:\n* waiting for control plane components to become healthy\n* waiting for etcd cluster to become healthy' },
  { name: 'too few, no template', why: 'nothing to clone from', scope: aScope({ machines: one, infraTemplate: { kind: 'notFound' } }), want: 'True ScalingUp Scaling up from 1 to 3 replicas is blocked because:\n* DevMachineTemplate does not exist' },
  { name: 'enough, no template', why: 'the next Machine would fail', scope: aScope({ machines: four, infraTemplate: { kind: 'notFound' } }), want: 'False NotScalingUp Scaling up would be blocked because DevMachineTemplate does not exist' },
  { name: 'a version to come', why: 'the topology is not done', scope: aScope({ machines: one, preflight: { awaitedVersion: 'v1.37.0' } }), want: 'True ScalingUp Scaling up from 1 to 3 replicas is blocked because:\n* waiting for a version upgrade to v1.37.0 to be propagated' },
  { name: 'certificates missing', why: 'nobody can join', scope: aScope({ machines: one, preflight: { certificateMissing: true } }), want: 'True ScalingUp Scaling up from 1 to 3 replicas is blocked because:\n* cluster certificates are missing or unknown' },
  { name: 'no replicas', why: 'the webhook has not defaulted', scope: aScope({ controlPlane: withoutReplicas }), want: 'Unknown WaitingForReplicasSet Waiting for spec.replicas set' },
  { name: 'deleting', why: 'none is wanted any more', scope: aScope({ controlPlane: deleting, machines: one }), want: 'False NotScalingUp' },
];
test.each(up)('ScalingUp: $name → $want ($why)', ({ scope, want }) => {
  const { status, reason, message } = scalingUpDraft(scope);
  expect([status, reason, message].filter(Boolean).join(' ')).toBe(want);
});

const stale = aMember('a', { deleting: true, metadata: { deletionTimestamp: '2026-11-21T11:00:00Z' } });
const down = [
  { name: 'not too many', why: 'nothing to do', scope: aScope({ machines: one }), want: 'False NotScalingDown' },
  { name: 'too many', why: 'one goes', scope: aScope({ machines: four }), want: 'True ScalingDown Scaling down from 4 to 3 replicas' },
  { name: 'one going already, for long', why: 'the reason is told', scope: aScope({ machines: [stale, ...four.slice(1)], preflight: { hasDeletingMachine: true } }), want: 'True ScalingDown Scaling down from 4 to 3 replicas is blocked because:\n* waiting for a control plane Machine to complete deletion\n* Machine a is in deletion since more than 15m' },
  { name: 'deleting', why: 'none is wanted any more', scope: aScope({ controlPlane: deleting, machines: one }), want: 'True ScalingDown Scaling down from 1 to 0 replicas' },
  { name: 'no replicas', why: 'the webhook has not defaulted', scope: aScope({ controlPlane: withoutReplicas }), want: 'Unknown WaitingForReplicasSet Waiting for spec.replicas set' },
];
test.each(down)('ScalingDown: $name → $want ($why)', ({ scope, want }) => {
  const { status, reason, message } = scalingDownDraft(scope);
  expect([status, reason, message].filter(Boolean).join(' ')).toBe(want);
});
