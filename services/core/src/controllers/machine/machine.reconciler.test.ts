import type { KubeObject, UnstructuredObject } from '@clusterwright/api';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aMachine, aNode, aRunningMachine, external, noFeatures } from './machine.fixtures.ts';
import { machineReconciler } from './machine.reconciler.ts';

const key = { namespace: 'default', name: 'm' };
const crd = (name: string): KubeObject => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name, labels: { 'cluster.x-k8s.io/v1beta2': 'v1beta2' } } });
const crds = ['devmachines.infrastructure.cluster.x-k8s.io', 'kubeadmconfigs.bootstrap.cluster.x-k8s.io', 'kubeadmcontrolplanes.controlplane.cluster.x-k8s.io'].map(crd);

/** A worker whose deletion began five minutes ago, in a cluster that stays; passes as the driver makes them. */
function world({ instance }: { instance?: UnstructuredObject } = {}) {
  const machine = aRunningMachine({ metadata: { ...aMachine().metadata, deletionTimestamp: '2026-11-21T11:55:00Z' }, spec: { ...aRunningMachine().spec, deletion: { nodeDeletionTimeoutSeconds: 10 } } });
  const peer = aMachine({ metadata: { name: 'cp', uid: 'uid-cp', labels: { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/control-plane': '' } } });
  const client = new FakeClient({ objects: [...crds, aCluster(), machine, peer, external('KubeadmControlPlane'), ...(instance ? [instance] : [])] });
  const workload = new FakeClient({ objects: [aNode()] });
  const workloadClusters = new FakeWorkloadClusters();
  workloadClusters.connect({ namespace: 'default', name: 'c' }, workload.live, [aNode()]);
  const reconciler = machineReconciler({ client, external: createExternalObjects({ client }), workloadClusters, features: noFeatures, remoteConditionsGracePeriodMs: 300_000, additionalSyncLabels: [], additionalSyncAnnotations: [] });
  const ctx = fakeContext();
  const pass = () => reconcileOnce({ client, resource: Machines, reconciler, statusPace: unpaced }, key, ctx);
  const deleting = () => client.objects<Machine>(Machines)[0]?.status?.conditions?.find(({ type }) => type === 'Deleting');
  return { client, workload, ctx, pass, deleting };
}

test('a request for its Node that fails is repeated soon, and the Machine goes with its Node', async () => {
  const { client, workload, ctx, pass, deleting } = world();
  workload.failNext('delete', new ApiError('etcdserver: leader changed', { status: 500, reason: 'InternalError' }), 'Node');
  expect(await pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 2_000 });
  expect(deleting()).toMatchObject({ status: 'True', reason: 'DeletingNode', message: 'Error deleting Node, please check controller logs for errors' });
  ctx.clock.advance(2_000);
  expect(await pass()).toEqual({ kind: 'success' });
  expect(workload.objects(Nodes)).toEqual([]);
  expect(client.objects(Machines).map(({ metadata }) => metadata.name)).toEqual(['cp']);
  expect(await pass()).toEqual({ kind: 'gone' });
});

test('an instance that cannot be read is an error, told and tried again', async () => {
  const { client, workload, pass, deleting } = world({ instance: external('DevMachine', { metadata: { finalizers: ['f'] } }) });
  client.failNext('get', new TransportError('connection reset'), 'DevMachine');
  expect(await pass()).toMatchObject({ kind: 'error', retry: true, error: { code: 'MachineDeletion', message: 'connection reset' } });
  expect(deleting()).toMatchObject({ status: 'True', reason: 'InternalError', message: 'Please check controller logs for errors' });
  expect(workload.objects(Nodes)[0]?.spec?.unschedulable).toBeUndefined();
  expect(await pass()).toEqual({ kind: 'success' });
  expect(deleting()).toMatchObject({ reason: 'WaitingForInfrastructureDeletion', message: 'Waiting for DevMachine to be deleted' });
});
