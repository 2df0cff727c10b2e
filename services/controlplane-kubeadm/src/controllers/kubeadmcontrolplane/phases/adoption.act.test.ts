/** Machines made by hand come under a control plane, by the whole controller. */
import type { KubeObject } from '@clusterwright/api';
import { KubeadmControlPlanes, type KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { aWorld, bringUp, change, controlPlaneOf, key, provisionInfrastructure, writesOf, type World } from '../control-plane-world.fixtures.ts';
import { aKubeadmConfig, aMachine, anInfraMachine } from '../kubeadmcontrolplane.fixtures.ts';

const withoutOwner = (over: Partial<Machine['metadata']> = {}): Machine => aMachine('m', { nodeName: '', conditions: [], metadata: { ownerReferences: [], annotations: {}, ...over } });
const configOwner = { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', name: 'm', uid: 'm-config-uid', controller: true };
const secret = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns', labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [configOwner] } });
const config = { ...aKubeadmConfig('m', { clusterConfiguration: { encryptionAlgorithm: 'ECDSA-P256' } }, { labels: { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/control-plane': '' } }), status: { dataSecretName: 'm' } };

async function aWorldWith(machine: Machine): Promise<World> {
  const world = aWorld({ objects: [machine, config, anInfraMachine('m'), secret('c-extra'), secret('m')] });
  await provisionInfrastructure(world);
  return world;
}

const ownersOf = (object: KubeObject | undefined) => object?.metadata.ownerReferences?.map(({ kind, name, controller }) => [kind, name, controller]);
const secretOf = (world: World, name: string) => world.client.objects(Secrets).find(({ metadata }) => metadata.name === name);

test('a Machine that nobody controls is taken over with the Secrets of its KubeadmConfig, its bootstrap data excepted', async () => {
  const world = await aWorldWith(withoutOwner());
  expect(await world.pass()).toMatchObject({ kind: 'success' });
  expect(ownersOf(world.client.objects(Machines)[0])).toEqual([['KubeadmControlPlane', 'cp', true]]);
  expect(ownersOf(secretOf(world, 'c-extra'))).toEqual([['KubeadmControlPlane', 'cp', true]]);
  expect(ownersOf(secretOf(world, 'm'))).toEqual([['KubeadmConfig', 'm', true]]);
  expect((await controlPlaneOf(world)).status?.replicas).toBe(1);
  expect(world.client.objects(Machines)).toHaveLength(1);
});

test('once adopted it is a Machine like any other', async () => {
  const world = await aWorldWith(withoutOwner());
  await world.pass();
  const [machine] = world.client.objects(Machines);
  expect(machine?.metadata.annotations).toHaveProperty(['pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup']);
  if (machine) await bringUp(world, machine);
  await world.pass();
  expect((await controlPlaneOf(world)).status?.initialization).toEqual({ controlPlaneInitialized: true });
  const before = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, before)).toEqual([]);
});

test('one of a version too far away is left alone, nothing else happens, and an Event says so', async () => {
  const world = await aWorldWith({ ...withoutOwner(), spec: { ...withoutOwner().spec, version: 'v1.30.0' } });
  await world.pass();
  expect(ownersOf(world.client.objects(Machines)[0])).toEqual([]);
  expect(world.client.objects(Machines)).toHaveLength(1);
  expect(world.ctx.recordedEvents).toEqual([
    expect.objectContaining({ type: 'Warning', reason: 'AdoptionFailed', message: 'Could not adopt Machine ns/m: its version ("v1.30.0") is outside supported +/- one minor version skew from KCP\'s ("v1.36.3")' }),
  ]);
});

test('one that another object controls stops everything', async () => {
  const world = await aWorldWith(withoutOwner({ ownerReferences: [{ apiVersion: 'x/v1', kind: 'Other', name: 'o', uid: 'o', controller: true }] }));
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(world.client.objects(Machines)).toHaveLength(1);
});

test('a control plane that was deleted a moment ago adopts nothing', async () => {
  const world = await aWorldWith(withoutOwner());
  const { get } = world.client.live;
  world.client.live.get = (async (...args: Parameters<typeof get>) => {
    const object = await get.apply(world.client.live, args);
    return args[0].kind === 'KubeadmControlPlane' ? { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } } : object;
  }) as typeof get;
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(ownersOf(world.client.objects(Machines)[0])).toEqual([]);
});

test('a control plane that is being deleted leaves them alone', async () => {
  const world = await aWorldWith(withoutOwner());
  await change<KubeadmControlPlane>(world.client, KubeadmControlPlanes, key, (object) => ({ ...object, metadata: { ...object.metadata, finalizers: ['kubeadm.controlplane.cluster.x-k8s.io'], deletionTimestamp: '2026-11-21T12:00:00Z' } }));
  await world.pass();
  expect(ownersOf(world.client.objects(Machines)[0])).toEqual([]);
});
