/** A control plane whose etcd runs elsewhere (KCP-19), by the whole controller: etcd is never asked. */
import type { KubeObject } from '@clusterwright/api';
import { KubeadmControlPlanes, type KubeadmControlPlane, type KubeadmControlPlaneSpec } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { aWorld, bringUp, change, conditionsOf, controlPlaneOf, key, provisionInfrastructure, type World } from './control-plane-world.fixtures.ts';

const external = { endpoints: ['https://10.0.0.9:2379'], caFile: '/etc/kubernetes/pki/etcd/ca.crt', certFile: '/etc/kubernetes/pki/apiserver-etcd-client.crt', keyFile: '/etc/kubernetes/pki/apiserver-etcd-client.key' };
const spec: Partial<KubeadmControlPlaneSpec> = { kubeadmConfigSpec: { clusterConfiguration: { encryptionAlgorithm: 'ECDSA-P256', etcd: { external } } } };

/** As the documentation has users make them: without labels. */
const secret = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns' }, data: { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5' } }) as KubeObject;
const secrets = [secret('c-etcd'), secret('c-apiserver-etcd-client')];

async function aRunningWorld(replicas: number): Promise<World> {
  const world = aWorld({ replicas, spec, objects: secrets });
  await provisionInfrastructure(world);
  for (let count = 0; count < replicas; count += 1) {
    await world.pass();
    const [newest] = world.client.objects(Machines).filter(({ status }) => !status?.nodeRef);
    if (newest) await bringUp(world, newest);
    await world.pass();
  }
  return world;
}

const nameOf = (world: World, index: number): string => world.client.objects(Machines)[index]?.metadata.name ?? '';
const edit = (world: World, name: string, next: (machine: Machine) => Machine) => change<Machine>(world.client, Machines, { namespace: 'ns', name }, next);

test('without the certificates that users bring nothing is made, and that is told', async () => {
  const world = aWorld({ spec, objects: secrets.slice(0, 1) });
  await provisionInfrastructure(world);
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(world.client.objects(Machines)).toEqual([]);
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ CertificatesAvailable: 'Unknown InternalError Please check controller logs for errors' });
});

test('Machines come up without conditions or gates about etcd, and the users’ Secrets stay theirs', async () => {
  const world = await aRunningWorld(2);
  const controlPlane = conditionsOf(await controlPlaneOf(world));
  expect(controlPlane).toMatchObject({ Available: 'True Available', ControlPlaneComponentsHealthy: 'True Healthy', CertificatesAvailable: 'True Available' });
  const [machine] = world.client.objects(Machines);
  expect(Object.keys(conditionsOf(machine ?? {})).filter((type) => type.startsWith('Etcd'))).toEqual([]);
  expect(machine?.spec.readinessGates?.map(({ conditionType }) => conditionType)).toEqual(['NodeKubeadmLabelsAndTaintsSet', 'APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy']);
  expect(world.client.objects(Secrets).filter(({ metadata }) => metadata.name.includes('etcd')).map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined, undefined]);
  expect(world.etcd.calls).toEqual([]);
});

test('whoever runs etcd may say how it is: that stays, and nobody looks again because of it', async () => {
  const world = await aRunningWorld(1);
  const theirWords = { type: 'EtcdClusterHealthy', status: 'False', reason: 'Compacting', message: 'by the operator', lastTransitionTime: '2026-11-21T12:00:00Z' } as const;
  await change<KubeadmControlPlane>(world.client, KubeadmControlPlanes, key, (controlPlane) => ({
    ...controlPlane,
    status: { ...controlPlane.status, conditions: (controlPlane.status?.conditions ?? []).map((condition) => (condition.type === 'EtcdClusterHealthy' ? theirWords : condition)) },
  }));
  expect(await world.pass()).toEqual({ kind: 'success' });
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ EtcdClusterHealthy: 'False Compacting by the operator', Available: 'True Available' });
});

test('scaling down and letting go ask etcd for nothing', async () => {
  const world = await aRunningWorld(2);
  const name = nameOf(world, 0);
  await edit(world, name, (machine) => ({ ...machine, metadata: { ...machine.metadata, finalizers: ['machine.cluster.x-k8s.io'], creationTimestamp: '2026-11-21T09:00:00Z' } }));
  await change<KubeadmControlPlane>(world.client, KubeadmControlPlanes, key, (controlPlane) => ({ ...controlPlane, spec: { ...controlPlane.spec, replicas: 1 } }));
  await world.pass();
  expect(world.client.objects(Machines)[0]?.metadata.deletionTimestamp).toBeDefined();
  await edit(world, name, (machine) => ({ ...machine, status: { ...machine.status, conditions: [...(machine.status?.conditions ?? []), { type: 'Deleting', status: 'True', reason: 'WaitingForPreTerminateHook', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' }] } }));
  await world.pass();
  expect(world.client.objects(Machines)[0]?.metadata.annotations).toEqual({});
  expect(world.etcd.calls).toEqual([]);
});

test('an unhealthy Machine of two is replaced: quorum is kept elsewhere', async () => {
  const world = await aRunningWorld(2);
  const name = nameOf(world, 1);
  const condition = (type: string) => ({ type, status: 'False', reason: 'X', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' }) as const;
  await edit(world, name, (machine) => ({
    ...machine,
    metadata: { ...machine.metadata, finalizers: ['machine.cluster.x-k8s.io'] },
    status: { ...machine.status, conditions: [...(machine.status?.conditions ?? []), condition('HealthCheckSucceeded'), condition('OwnerRemediated')] },
  }));
  await world.pass();
  expect(world.client.objects(Machines)[1]?.metadata.deletionTimestamp).toBeDefined();
  expect(world.etcd.calls).toEqual([]);
});
