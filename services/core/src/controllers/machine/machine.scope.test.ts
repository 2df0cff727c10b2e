import type { KubeObject } from '@clusterwright/api';
import { CacheNotReadyError } from '@clusterwright/controller-runtime';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aMachine, aMachineDeployment, aMachineSet, earlier, external, noFeatures } from './machine.fixtures.ts';
import { gatherMachineScope, type MachineDeps } from './machine.scope.ts';
import { machineReconciler } from './machine.reconciler.ts';

const crd = (group: string, plural: string): KubeObject => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}.cluster.x-k8s.io`, labels: { 'cluster.x-k8s.io/v1beta2': 'v1beta2' } } });
const crds = [crd('bootstrap', 'kubeadmconfigs'), crd('infrastructure', 'devmachines'), crd('controlplane', 'kubeadmcontrolplanes')];

function depsWith(...objects: KubeObject[]): MachineDeps {
  const client = new FakeClient({ objects: [...crds, ...objects] });
  return { client, external: createExternalObjects({ client }), workloadClusters: new FakeWorkloadClusters(), features: noFeatures, remoteConditionsGracePeriodMs: 300_000, additionalSyncLabels: [], additionalSyncAnnotations: [] };
}

test('gather reads owners and provider objects; what is not there is notFound', async () => {
  const scope = await gatherMachineScope(depsWith(aCluster(), aMachineSet(), aMachineDeployment(), external('KubeadmConfig')), aMachine());
  expect({ set: scope.machineSet?.metadata.name, deployment: scope.machineDeployment?.metadata.name, config: scope.bootstrapConfig.kind, infra: scope.infraMachine.kind, connection: scope.connection.kind, peers: scope.peers }).toEqual({
    set: 'ms',
    deployment: 'md',
    config: 'found',
    infra: 'notFound',
    connection: 'disconnected',
    peers: undefined,
  });
});

test('gather goes on where a provider object cannot be read', async () => {
  const machine = aMachine({ spec: { infrastructureRef: { apiGroup: 'unknown.example.com', kind: 'Unknown', name: 'm' } } });
  const scope = await gatherMachineScope(depsWith(aCluster(), external('KubeadmConfig')), machine);
  expect(scope.infraMachine).toMatchObject({ kind: 'failed', error: { code: 'ExternalKindNotFound' } });
  expect(scope.bootstrapConfig.kind).toBe('found');
});

const unfilled = [
  { isRefused: false, why: 'nothing is known of the object: the pass ends and its conditions stay', want: 'CacheNotReady' },
  { isRefused: true, why: 'users must be told', want: 'failed' },
];

test.each(unfilled)('gather of a kind whose cache is not filled, refused: $isRefused, ends as $want ($why)', async ({ isRefused, want }) => {
  const deps = depsWith(aCluster());
  const external = { ...deps.external, get: () => Promise.reject(new CacheNotReadyError('cache of x is not filled yet', { isRefused, cause: undefined })) };
  expect(await gatherMachineScope({ ...deps, external }, aMachine()).then(({ infraMachine }) => infraMachine.kind, (error: CacheNotReadyError) => error.code)).toBe(want);
});

test('gather counts control plane Machines that stay, while deleting', async () => {
  const peer = (name: string, labels: Record<string, string>, metadata = {}) => aMachine({ metadata: { name, namespace: 'default', uid: name, labels: { 'cluster.x-k8s.io/cluster-name': 'c', ...labels }, ...metadata } });
  const controlPlane = { 'cluster.x-k8s.io/control-plane': '' };
  const objects = [peer('cp-1', controlPlane), peer('cp-2', { 'cluster.x-k8s.io/control-plane': 'true' }), peer('going', controlPlane, { deletionTimestamp: earlier, finalizers: ['f'] }), peer('worker', {})];
  const deleting = aMachine({ metadata: { ...aMachine().metadata, deletionTimestamp: earlier } });
  const { peers } = await gatherMachineScope(depsWith(aCluster(), external('KubeadmControlPlane'), ...objects), deleting);
  expect(peers).toMatchObject({ controlPlane: { kind: 'found' }, activeMachines: 2 });
});

const admissions = [
  { name: 'its Cluster is missing', why: 'it appears in time, and a watch tells', objects: [], want: { step: 'wait' } },
  { name: 'its Cluster is there', why: 'nothing is against it', objects: [aCluster()], want: { step: 'proceed', clusterPaused: false } },
  { name: 'its Cluster is paused', why: 'the driver says so on the Machine', objects: [aCluster({ spec: { paused: true } })], want: { step: 'proceed', clusterPaused: true } },
];

test.each(admissions)('a Machine is admitted when $name: $want.step ($why)', async ({ objects, want }) => {
  expect(await machineReconciler(depsWith(...objects)).admit?.(aMachine(), fakeContext())).toMatchObject(want);
});
