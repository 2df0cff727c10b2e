import type { KubeObject, Resource } from '@clusterwright/api';
import { MachineHealthChecks } from '@clusterwright/api/core/v1beta2';
import type { MachineHealthCheck } from '@clusterwright/api/core/v1beta2';
import type { Client, Reconciler } from '@clusterwright/controller-runtime';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { DevMachineTemplates, KubeadmConfigTemplates, MachineDeployments, MachineSets, aWorld, anObject, pass } from '../../machineset/machineset.fixtures.ts';
import { machineSetTopologyReconciler } from '../../machineset/topology/machineset-topology.reconciler.ts';
import { aCluster, aMachineDeployment, aMachineSet, aTemplate, infrastructureRef } from '../machinedeployment.fixtures.ts';
import { machineDeploymentTopologyReconciler } from './machinedeployment-topology.reconciler.ts';

const owned = { 'topology.cluster.x-k8s.io/owned': '', 'cluster.x-k8s.io/deployment-name': 'md' };
const deletionTimestamp = '2026-11-21T12:00:00Z';
const healthCheck = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineHealthCheck', metadata: { name: 'md', namespace: 'ns' }, spec: {} } as MachineHealthCheck;

async function run<T extends KubeObject, S>(client: Client, resource: Resource<T>, make: (deps: { client: Client; external: ReturnType<typeof createExternalObjects> }) => Reconciler<T, S>, name: string): Promise<void> {
  const end = await pass({ client, resource, reconciler: make({ client, external: createExternalObjects({ client }) }), key: { namespace: 'ns', name } });
  if (end.kind === 'error') throw end.error;
}

test('a deleted MachineDeployment takes its templates and its MachineHealthCheck with it', async () => {
  const finalizers = ['cluster.x-k8s.io/machinedeployment', 'machinedeployment.topology.cluster.x-k8s.io'];
  const fake = aWorld(aMachineDeployment({ metadata: { labels: owned, deletionTimestamp, finalizers } }), healthCheck);
  await run(fake, MachineDeployments, machineDeploymentTopologyReconciler, 'md');
  expect([...fake.objects(KubeadmConfigTemplates), ...fake.objects(DevMachineTemplates), ...fake.objects(MachineHealthChecks)]).toEqual([]);
  expect(fake.objects(MachineDeployments)[0]?.metadata.finalizers).toEqual(['cluster.x-k8s.io/machinedeployment']);
});

test('a deleted MachineSet takes only the templates of its own revision with it', async () => {
  const template = aTemplate({ infrastructureRef: { ...infrastructureRef, name: 'old' } });
  const leaving = aMachineSet({ metadata: { labels: owned, deletionTimestamp, finalizers: ['machineset.topology.cluster.x-k8s.io', 'x'] }, spec: { template } });
  const fake = aWorld(leaving, anObject(DevMachineTemplates, 'old'));
  await run(fake, MachineSets, machineSetTopologyReconciler, 'md-old');
  expect(fake.objects(DevMachineTemplates).map(({ metadata }) => metadata.name)).toEqual(['md']);
  expect(fake.objects(KubeadmConfigTemplates).length).toBe(1);
  expect(fake.objects(MachineSets)[0]?.metadata.finalizers).toEqual(['x']);
});

test('the finalizer is put on what a topology owns, and nothing else is written', async () => {
  const fake = aWorld(aMachineSet({ metadata: { labels: owned, finalizers: [] } }));
  await run(fake, MachineSets, machineSetTopologyReconciler, 'md-old');
  expect(fake.objects(MachineSets)[0]?.metadata.finalizers).toEqual(['machineset.topology.cluster.x-k8s.io']);
  expect(fake.writes.length).toBe(1);
});

const leftAlone = [
  { name: 'not of a topology', why: 'users made its templates', objects: [aMachineDeployment({ metadata: { deletionTimestamp, finalizers: ['machinedeployment.topology.cluster.x-k8s.io'] } })] },
  { name: 'paused', why: 'nothing moves', objects: [aCluster({ spec: { paused: true } }), aMachineDeployment({ metadata: { labels: owned, deletionTimestamp, finalizers: ['machinedeployment.topology.cluster.x-k8s.io'] } })] },
];
test.each(leftAlone)('$name: nothing is deleted ($why)', async ({ objects }) => {
  const fake = aWorld(...objects);
  await run(fake, MachineDeployments, machineDeploymentTopologyReconciler, 'md');
  expect(fake.writes).toEqual([]);
});
