import { Machines } from '@clusterwright/api/core/v1beta2';
import type { DevMachine } from '@clusterwright/api/infrastructure/v1beta2';
import { fakeClient, fakeContext, fakeClock } from '@clusterwright/test-env';
import type { FakeClient, FakeReconcileContext } from '@clusterwright/test-env';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import { PortUnavailableError } from '../../../ports/simulated-clusters.ts';
import { FakeSimulatedClusters } from '../../../ports/simulated-clusters.fake.ts';
import { createSimulatedInstances } from '../../../ports/simulated-instances.ts';
import { aCluster, aDevMachine, aMachine, anAuthority } from '../devmachine.fixtures.ts';
import type { MachineTraits } from '../devmachine.fixtures.ts';
import { gatherDevMachineScope } from '../devmachine.scope.ts';
import type { DevMachineDeps, DevMachineScope } from '../devmachine.scope.ts';
import { provisioning } from './provisioning.act.ts';

const bootstrapped = 'machine.inmemory.infrastructure.cluster.x-k8s.io/bootstrapped';
const delays = { vm: { provisioning: { startupDuration: '10s' } }, node: { provisioning: { startupDuration: '2s' } }, etcd: { provisioning: { startupDuration: '3s' } }, apiServer: { provisioning: { startupDuration: '5s' } } };
const objectsOfKubeadm = ['ClusterRole kubeadm:get-nodes', 'ClusterRoleBinding kubeadm:get-nodes', 'ConfigMap kube-system/coredns', 'ConfigMap kube-system/kubeadm-config', 'DaemonSet kube-system/kube-proxy', 'Deployment kube-system/coredns'];

interface World {
  readonly client: FakeClient;
  readonly clusters: FakeSimulatedClusters;
  readonly ctx: FakeReconcileContext;
  /** One pass; what it observed and how it ended. */
  readonly pass: (devMachine: DevMachine) => Promise<{ outcome: object; observed: Partial<DevMachineScope> }>;
}

function aWorld({ isControlPlane = false } = {}): World {
  const client = fakeClient([aCluster(), aMachine({ isControlPlane }), anAuthority('ca'), anAuthority('etcd')]);
  const clusters = new FakeSimulatedClusters();
  const deps: DevMachineDeps = { client, clusters, instances: createSimulatedInstances(() => 0) };
  const ctx = fakeContext({ clock: fakeClock() });
  const pass: World['pass'] = async (devMachine) => {
    const result = await provisioning(deps)(await gatherDevMachineScope(deps, devMachine), ctx);
    return 'outcome' in result ? result : { outcome: result, observed: {} };
  };
  return { client, clusters, ctx, pass };
}

test('a worker comes up after its delays, and is marked once', async () => {
  const { client, clusters, ctx, pass } = aWorld();
  const cluster = clusters.add('ns/c');
  const devMachine = aDevMachine({}, delays);
  expect(await pass(devMachine)).toMatchObject({ outcome: { kind: 'requeue', afterMs: 10_000, reason: 'WaitingForStartupTimeout' } });
  ctx.clock.advance(10_000);
  expect(await pass(devMachine)).toMatchObject({ outcome: { afterMs: 2000 }, observed: { states: { vm: 'up', node: 'WaitingForStartupTimeout' } } });
  expect([cluster.contents, client.writes]).toEqual([[], []]);
  ctx.clock.advance(2000);
  expect(await pass(devMachine)).toMatchObject({ outcome: { kind: 'done' }, observed: { states: { vm: 'up', node: 'up' } } });
  expect(cluster.contents).toEqual(['Node m']);
  expect(client.objects(Machines)[0]?.metadata.annotations).toEqual({ [bootstrapped]: '' });
  await pass(devMachine);
  expect(client.writes).toHaveLength(1);
});

test('a control plane machine gets a node, an etcd member, an API server and what kubeadm leaves', async () => {
  const { clusters, ctx, pass } = aWorld({ isControlPlane: true });
  const cluster = clusters.add('ns/c');
  const devMachine = aDevMachine({ isControlPlane: true }, delays);
  await pass(devMachine);
  ctx.clock.advance(15_000);
  expect(await pass(devMachine)).toMatchObject({ outcome: { afterMs: 2000 }, observed: { states: { node: 'up', etcd: 'up', apiServer: 'WaitingForStartupTimeout' } } });
  expect(cluster.etcdMembers.get('etcd-m')).toMatchObject({ memberUid: 'uid-m', ca: { cert: 'certificate', key: 'key' } });
  ctx.clock.advance(2000);
  expect(await pass(devMachine)).toMatchObject({ outcome: { kind: 'done' } });
  expect(cluster.apiServers.get('kube-apiserver-m')).toMatchObject({ version: 'v1.36.3', pod: { spec: { nodeName: 'm' } } });
  expect(cluster.contents).toEqual([...objectsOfKubeadm, 'Node m', 'Pod kube-system/kube-controller-manager-m', 'Pod kube-system/kube-scheduler-m']);
});

test('a machine that was up before a restart comes up at once, and nothing is written', async () => {
  const { client, clusters, pass } = aWorld({ isControlPlane: true });
  client.put({ ...aMachine({ isControlPlane: true }), metadata: { ...aMachine({ isControlPlane: true }).metadata, annotations: { [bootstrapped]: '' } } });
  const cluster = clusters.add('ns/c');
  expect(await pass(aDevMachine({ isControlPlane: true }, delays))).toMatchObject({ outcome: { kind: 'done' }, observed: { states: { vm: 'up', node: 'up', etcd: 'up', apiServer: 'up' } } });
  expect([cluster.hasApiServer('kube-apiserver-m'), cluster.hasEtcdMember('etcd-m')]).toEqual([true, true]);
  expect(client.writes).toEqual([]);
});

test('a worker is marked before its Node can be seen', async () => {
  const { client, clusters, pass } = aWorld();
  const cluster = clusters.add('ns/c');
  const seen: string[][] = [];
  const patch = client.patch.bind(client);
  client.patch = (...args) => {
    seen.push(cluster.contents);
    return patch(...args);
  };
  await pass(aDevMachine());
  expect([seen, cluster.contents]).toEqual([[[]], ['Node m']]);
});

test('an API server that comes back serves only once the other machines that were up are there', async () => {
  const { client, clusters, pass } = aWorld({ isControlPlane: true });
  const wasUp = (traits: MachineTraits): void => {
    const machine = aMachine(traits);
    client.put({ ...machine, metadata: { ...machine.metadata, annotations: { [bootstrapped]: '' } } });
    client.put(aDevMachine(traits));
  };
  wasUp({ isControlPlane: true });
  wasUp({ name: 'cp2', isControlPlane: true });
  wasUp({ name: 'worker' });
  client.put(aMachine({ name: 'new' }));
  client.put(aDevMachine({ name: 'new' }));
  const cluster = clusters.add('ns/c');
  const seen: string[][] = [];
  const addApiServer = cluster.addApiServer.bind(cluster);
  cluster.addApiServer = (request) => {
    seen.push([...cluster.contents.filter((object) => object.startsWith('Node')), ...cluster.etcdMembers.keys()]);
    return addApiServer(request);
  };
  await pass(aDevMachine({ isControlPlane: true }, delays));
  expect(seen).toEqual([['Node cp2', 'Node m', 'Node worker', 'etcd-m', 'etcd-cp2']]);
});

test('without its endpoint a machine that would be up says nothing new', async () => {
  const { pass } = aWorld();
  expect(await pass(aDevMachine())).toEqual({ outcome: { kind: 'wait', reason: 'WaitingForDevCluster', message: expect.any(String) }, observed: {} });
});

test('what is blocked is not started: the delay counts from the moment it may start', async () => {
  const { client, clusters, ctx, pass } = aWorld();
  clusters.add('ns/c');
  client.put(aMachine({}, { bootstrap: {} }));
  expect(await pass(aDevMachine({}, delays))).toMatchObject({ outcome: { kind: 'wait', reason: 'WaitingForBootstrapData' } });
  ctx.clock.advance(60_000);
  client.put(aMachine());
  expect(await pass(aDevMachine({}, delays))).toMatchObject({ outcome: { kind: 'requeue', afterMs: 10_000 } });
});

describe('what cannot be started', () => {
  const retried = { kind: 'requeue', reason: 'InternalError', afterMs: 10_000 };
  test.each([
    { name: 'no Secret', why: 'the control plane provider may still write it', spoil: ({ client }: World) => void client.remove({ group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true }, { namespace: 'ns', name: 'c-ca' }), want: { apiServer: 'Secret ns/c-ca is not there yet' } },
    { name: 'an authority without key', why: 'the user keeps it to himself', spoil: ({ client }: World) => void client.put(anAuthority('ca', { 'tls.crt': 'x' })), want: { apiServer: 'Secret ns/c-ca: it has no tls.key, and the simulation cannot sign without it' } },
    { name: 'an authority without certificate', why: 'malformed', spoil: ({ client }: World) => void client.put(anAuthority('etcd', { 'tls.key': 'x' })), want: { etcd: 'Secret ns/c-etcd: failed to read keypair from certificate ns/c-etcd: missing data for key tls.crt' } },
    { name: 'a certificate that is none', why: 'the message of the adapter is kept', spoil: ({ clusters }: World) => void clusters.failNext('addEtcdMember', new CertificateError('Invalid', 'failed to decode the certificate authority')), want: { etcd: 'Secret ns/c-etcd: failed to decode the certificate authority' } },
    { name: 'a port that is taken', why: 'no Secret is to blame', spoil: ({ clusters }: World) => void clusters.failNext('addApiServer', new PortUnavailableError('cannot listen on port 20000')), want: { apiServer: 'cannot listen on port 20000' } },
  ])('$name ($why)', async ({ spoil, want }) => {
    const world = aWorld({ isControlPlane: true });
    const cluster = world.clusters.add('ns/c');
    spoil(world);
    const { outcome, observed } = await world.pass(aDevMachine({ isControlPlane: true }));
    expect(observed.failures).toEqual(want);
    expect(outcome).toEqual({ ...retried, message: Object.values(want)[0] });
    expect(world.client.writes).toEqual([]);
    expect(world.ctx.recordedEvents).toEqual([{ type: 'Warning', object: 'DevMachine/m', reason: 'FailedStart', message: expect.stringContaining(String(Object.values(want)[0])) }]);
    // The other one runs.
    expect([cluster.hasEtcdMember('etcd-m'), cluster.hasApiServer('kube-apiserver-m')]).toEqual([!('etcd' in want), !('apiServer' in want)]);
  });

  test('runs as soon as it is repaired', async () => {
    const { client, clusters, pass } = aWorld({ isControlPlane: true });
    const cluster = clusters.add('ns/c');
    client.put(anAuthority('ca', { 'tls.crt': 'x' }));
    await pass(aDevMachine({ isControlPlane: true }));
    client.put(anAuthority('ca'));
    expect(await pass(aDevMachine({ isControlPlane: true }))).toMatchObject({ outcome: { kind: 'done' }, observed: { failures: {} } });
    expect(cluster.hasApiServer('kube-apiserver-m')).toBe(true);
  });

  test('waits no longer than the next component needs', async () => {
    const { clusters, ctx, pass } = aWorld({ isControlPlane: true });
    clusters.add('ns/c');
    clusters.failNext('addEtcdMember', new CertificateError('Invalid', 'x'));
    const devMachine = aDevMachine({ isControlPlane: true }, { apiServer: { provisioning: { startupDuration: '4s' } } });
    expect(await pass(devMachine)).toMatchObject({ outcome: { kind: 'requeue', reason: 'InternalError', afterMs: 4000 } });
    ctx.clock.advance(4000);
    expect(await pass(devMachine)).toMatchObject({ outcome: { kind: 'done' } });
  });

  test('a defect is not dressed up as a condition', async () => {
    const { clusters, pass } = aWorld({ isControlPlane: true });
    clusters.add('ns/c');
    clusters.failNext('addApiServer', new TypeError('x is undefined'));
    await expect(pass(aDevMachine({ isControlPlane: true }))).rejects.toThrow(TypeError);
  });
});
