import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import type { KubeClient } from '@clusterwright/kube-client';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { aCondition, aControlPlane, aMember, aNode, aScope, outdated } from '../kubeadmcontrolplane.fixtures.ts';
import { v1beta1Counters, v1beta1Drafts } from './v1beta1.status.ts';

const said = (scope: ControlPlaneScope, type: string) => {
  const draft = v1beta1Drafts(scope).find((candidate) => candidate.type === type);
  return draft && [draft.status, draft.severity, draft.reason, draft.message].filter(Boolean).join(' ');
};
const ready = (name: string) => aMember(name, { conditions: [aCondition('Ready')], status: { conditions: [aCondition('Ready')], deprecated: { v1beta1: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '' }] } }, nodeRef: { name } } });
const three = ['a', 'b', 'c'].map(ready);
const deleting = aControlPlane({ metadata: { deletionTimestamp: '2026-11-21T11:00:00Z' } });
const withStored = (type: string) => aControlPlane({ status: { deprecated: { v1beta1: { conditions: [{ type, status: 'False', lastTransitionTime: '' }] } } } });

const cases = [
  { type: 'Resized', name: 'complete', why: 'all are ready', scope: aScope({ machines: three }), want: 'True' },
  { type: 'Resized', name: 'not all ready', why: 'the resize is not over', scope: aScope({ machines: [...three.slice(1), aMember('d')] }), want: undefined },
  { type: 'Resized', name: 'too few', why: 'scaling up', scope: aScope({ machines: [ready('a')] }), want: 'False Warning ScalingUp Scaling up control plane to 3 replicas (actual 1)' },
  { type: 'Resized', name: 'too many', why: 'scaling down', scope: aScope({ machines: [...three, ready('d')] }), want: 'False Warning ScalingDown Scaling down control plane to 3 replicas (actual 4)' },
  { type: 'Resized', name: 'deleting, workers first', why: 'users are told', scope: aScope({ controlPlane: deleting, deletion: { reason: 'WaitingForWorkersDeletion', message: '' } }), want: 'False Info Deleting Waiting for worker nodes to be deleted first' },
  { type: 'MachinesCreated', name: 'complete', why: 'all objects exist', scope: aScope({ machines: three }), want: 'True' },
  { type: 'MachinesCreated', name: 'too few', why: 'the last word stays', scope: aScope({ machines: [ready('a')] }), want: undefined },
  { type: 'MachinesCreated', name: 'refused', why: 'the reason says what', scope: aScope({ creationFailure: { reason: 'BootstrapTemplateCloningFailed', error: new Error('no') } }), want: 'False Error BootstrapTemplateCloningFailed no' },
  { type: 'MachinesSpecUpToDate', name: 'never rolled out', why: 'it appears with the first rollout', scope: aScope({ outdatedMachines: 0 }), want: undefined },
  { type: 'MachinesSpecUpToDate', name: 'rolling out', why: 'both numbers are told', scope: aScope({ outdatedMachines: 1, machines: three }), want: 'False Warning RollingUpdateInProgress Rolling 1 replicas with outdated spec (2 replicas up to date)' },
  { type: 'MachinesSpecUpToDate', name: 'rolled out', why: 'the rollout is over', scope: aScope({ outdatedMachines: 0, controlPlane: withStored('MachinesSpecUpToDate') }), want: 'True' },
  { type: 'Available', name: 'initialized', why: 'kubeadm init is done', scope: aScope({ initialized: true }), want: 'True' },
  { type: 'Available', name: 'first machine', why: 'kubeadm init is to come', scope: aScope({ machines: [ready('a')] }), want: 'False Info WaitingForKubeadmInit' },
  { type: 'CertificatesAvailable', name: 'missing', why: 'users must act', scope: aScope({ certificates: { kind: 'missing', purposes: ['ca'] } }), want: 'False Error CertificatesGenerationFailed Cluster certificate for ca is not available, please check cluster certificate secrets' },
  { type: 'CertificatesAvailable', name: 'failed', why: 'the error is told', scope: aScope({ certificates: { kind: 'failed', error: new Error('no'), isOwnership: false } }), want: 'False Warning CertificatesGenerationFailed no' },
  { type: 'MachinesReady', name: 'all', why: 'every Machine says so', scope: aScope({ machines: three }), want: 'True' },
  { type: 'Ready', name: 'scaling up', why: 'the worst counts', scope: aScope({ initialized: true, machines: [ready('a')], certificates: { kind: 'available', certificates: [] } }), want: 'False Warning ScalingUp Scaling up control plane to 3 replicas (actual 1)' },
  { type: 'Ready', name: 'all well', why: 'nothing else to say', scope: aScope({ initialized: true, machines: three, certificates: { kind: 'available', certificates: [] } }), want: 'True' },
];
test.each(cases)('$type, $name → $want ($why)', ({ type, scope, want }) => {
  expect(said(scope, type)).toBe(want);
});

test('counters: ready is what Nodes say, unavailable the rest', () => {
  const clusters = new FakeWorkloadClusters();
  clusters.connect({ namespace: 'ns', name: 'c' }, {} as KubeClient, [aNode('a'), aNode('b', { ready: 'False' })]);
  const machines = [ready('a'), ready('b'), aMember('c', { upToDate: outdated })];
  expect(v1beta1Counters(aScope({ initialized: true, machines, connection: clusters.get({ namespace: 'ns', name: 'c' }) }))).toEqual({ updatedReplicas: 2, readyReplicas: 1, unavailableReplicas: 2 });
  expect(v1beta1Counters(aScope({ machines }))).toEqual({ updatedReplicas: 2, readyReplicas: 0, unavailableReplicas: 3 });
});

test('counters: until Nodes can be seen after a start, as many are ready as before', () => {
  const stored = (readyReplicas: number) => aControlPlane({ status: { deprecated: { v1beta1: { readyReplicas } } } });
  expect(v1beta1Counters(aScope({ initialized: true, machines: three, controlPlane: stored(2) }))).toMatchObject({ readyReplicas: 2, unavailableReplicas: 1 });
  expect(v1beta1Counters(aScope({ initialized: true, machines: three.slice(1), controlPlane: stored(3) }))).toMatchObject({ readyReplicas: 2, unavailableReplicas: 0 });
  const probe = { lastSuccessTime: undefined, consecutiveFailures: 5 };
  expect(v1beta1Counters(aScope({ initialized: true, machines: three, controlPlane: stored(2), connection: { kind: 'disconnected', reason: 'down', probe } }))).toMatchObject({ readyReplicas: 0, unavailableReplicas: 3 });
});
