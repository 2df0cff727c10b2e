import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { Condition } from '@clusterwright/api';
import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import { DevClusters, DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { kubeconfigServer, kubeconfigOf } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import { eventually } from '@clusterwright/test-env';
import { InfraDockerWorld } from './setup.fixtures.ts';

let world: InfraDockerWorld;
beforeEach(async () => {
  world = await InfraDockerWorld.create();
});
afterEach(() => world.close());

const conditionsOf = async (name: string): Promise<string[]> =>
  ((await world.find(DevMachines, name))?.status?.conditions ?? []).map(({ type, status, reason, message }: Condition) => [type, status, reason, message].filter(Boolean).join(' '));
const endpointOf = async () => (await world.find(DevClusters, 'dc'))?.spec.controlPlaneEndpoint;
const isUp = (name: string) => eventually(async () => expect(await conditionsOf(name)).toContain('Ready True Ready'));
const isMarked = (name: string) => eventually(async () => expect((await world.find(Machines, name))?.metadata.annotations).toHaveProperty(['machine.inmemory.infrastructure.cluster.x-k8s.io/bootstrapped']));
const isGone = (resource: typeof DevClusters | typeof DevMachines, name: string) => eventually(async () => expect(await world.find<never>(resource as never, name)).toBeUndefined());
const answers = async (port: number): Promise<boolean> => {
  const socket = createConnection({ host: '127.0.0.1', port });
  const connected = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
  socket.destroy();
  return connected;
};

async function aClusterOf(...names: string[]): Promise<{ host: string; port: number }> {
  await world.createCluster();
  for (const name of names) await world.createMachine(name, { isControlPlane: name.startsWith('cp') });
  for (const name of names) await isUp(name);
  for (const name of names) await isMarked(name);
  const endpoint = await endpointOf();
  return { host: endpoint?.host ?? '', port: endpoint?.port ?? 0 };
}

describe('a cluster', () => {
  test('comes up from its objects, is left alone then, and goes without a trace', async () => {
    const { writes } = await world.start();
    const { port } = await aClusterOf('cp1', 'w1');
    expect(await world.find(DevClusters, 'dc')).toMatchObject({
      metadata: { finalizers: ['dockercluster.infrastructure.cluster.x-k8s.io'], annotations: { 'inmemorycluster.infrastructure.cluster.x-k8s.io/listener': `${world.namespace}/c` } },
      spec: { controlPlaneEndpoint: { host: '127.0.0.1' } }, status: { initialization: { provisioned: true } },
    });
    expect(await conditionsOf('cp1')).toEqual(['Ready True Ready', 'APIServerProvisioned True Provisioned', 'EtcdProvisioned True Provisioned', 'NodeProvisioned True Provisioned', 'VMProvisioned True Provisioned', 'Paused False NotPaused']);
    expect(await world.workload()).toMatchObject({ nodes: ['cp1', 'w1'], etcd: [{ node: 'etcd-cp1' }], leaders: 1 });

    const before = [...writes];
    for (const name of ['cp1', 'w1']) await world.merge(Machines, name, { metadata: { labels: { some: 'change' } } });
    await world.merge(Clusters, 'c', { spec: { paused: true } });
    await eventually(async () => expect(await conditionsOf('w1')).toContainEqual(expect.stringMatching(/^Paused True/)));
    await world.merge(Clusters, 'c', { spec: { paused: null } });
    await eventually(async () => expect(await conditionsOf('w1')).toContainEqual(expect.stringMatching(/^Paused False/)));
    // The machine is woken and looks at everything again: only Paused was to be written.
    expect(writes.slice(before.length).filter((write) => !/^patch Dev(Cluster|Machine)\//.test(write))).toEqual([]);

    for (const name of ['w1', 'cp1']) await world.delete(DevMachines, name);
    for (const name of ['w1', 'cp1']) await isGone(DevMachines, name);
    expect(world.contents()).toEqual([]);
    expect(await answers(port)).toBe(false);
    await world.delete(DevClusters, 'dc');
    await isGone(DevClusters, 'dc');
    expect(world.run?.clusters.listClusters()).toEqual([]);
    await expect(world.run?.clusters.ensureCluster({ key: 'x/y', port })).resolves.toMatchObject({ endpoint: { port } });
  });

  test('is the same after a restart, and nothing is written for it', async () => {
    await world.start();
    await aClusterOf('cp1', 'cp2', 'cp3', 'w1');
    const endpoint = await endpointOf();
    const workload = await world.workload();
    expect(workload).toMatchObject({ nodes: ['cp1', 'cp2', 'cp3', 'w1'], leaders: 1 });
    await world.run?.stop();
    expect(await answers(endpoint?.port ?? 0)).toBe(false);
    const versions = await world.versions();

    const { writes } = await world.start();
    const byNode = (state: typeof workload) => ({ ...state, etcd: state.etcd.toSorted((a, b) => (a.node < b.node ? -1 : 1)) });
    await eventually(async () => expect(byNode(await world.workload())).toEqual(byNode(workload)));
    expect(new Set(workload.etcd.map(({ memberId }) => memberId)).size).toBe(3);
    expect(new Set(workload.etcd.map(({ clusterId }) => clusterId)).size).toBe(1);
    expect(await endpointOf()).toEqual(endpoint);
    expect(await world.versions()).toEqual(versions);
    expect(writes).toEqual([]);
  });

  test('keeps its port at another host, and its kubeconfig follows', async () => {
    await world.start();
    const { port } = await aClusterOf('cp1');
    await world.createKubeconfig(`https://127.0.0.1:${port}`);
    await world.run?.stop();
    await world.start('127.0.0.2');
    await eventually(async () => expect(await endpointOf()).toMatchObject({ host: '127.0.0.2', port }));
    const secret = await world.find(Secrets, 'c-kubeconfig');
    expect(secret && kubeconfigServer(kubeconfigOf(secret), 'c')).toBe(`https://127.0.0.2:${port}`);
    await eventually(async () => expect(await world.workload()).toMatchObject({ nodes: ['cp1'] }));
  });
});

describe('deletion in an odd order', () => {
  test.each([
    { name: 'DevCluster before its machines', steps: ['dc', 'cp1', 'w1'] },
    { name: 'Machines first: the garbage collector takes the DevMachines', steps: ['Machine/cp1', 'Machine/w1', 'dc'] },
    { name: 'the Cluster first', steps: ['Cluster', 'w1', 'cp1'] },
  ])('$name', async ({ steps }) => {
    await world.start();
    const { port } = await aClusterOf('cp1', 'w1');
    for (const step of steps) {
      if (step === 'dc') await world.delete(DevClusters, 'dc').then(() => isGone(DevClusters, 'dc'));
      else if (step === 'Cluster') await world.delete(Clusters, 'c').then(() => isGone(DevClusters, 'dc'));
      else if (step.startsWith('Machine/')) await world.delete(Machines, step.slice(8)).then(() => isGone(DevMachines, step.slice(8)));
      else await world.delete(DevMachines, step).then(() => isGone(DevMachines, step));
    }
    expect(world.run?.clusters.listClusters()).toEqual([]);
    expect(await answers(port)).toBe(false);
  });

  test('a control plane machine leaves the cluster of the others', async () => {
    await world.start();
    await aClusterOf('cp1', 'cp2');
    await world.delete(Machines, 'cp1');
    await isGone(DevMachines, 'cp1');
    expect(await world.workload()).toMatchObject({ nodes: ['cp2'], etcd: [{ node: 'etcd-cp2' }] });
    expect(world.contents()).toEqual(['cp2', ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((component) => `${component}-cp2`)]);
  });
});

describe('containers', () => {
  test('a cluster comes up on an engine, is the same after a restart, and goes without a trace', async () => {
    await world.start();
    await world.createCluster({ docker: {} });
    await world.createBootstrapData();
    await world.createMachine('cp1', { isControlPlane: true, backend: { docker: {} } });
    const { engine, bootstrap } = world;
    await eventually(async () => expect(bootstrap.started.map(({ container }) => container)).toEqual(['cp1']));
    await eventually(async () => expect(await endpointOf()).toEqual({ host: engine.containers.get('c-lb')?.ipv4, port: 6443 }));
    await eventually(async () => expect(await world.find(DevMachines, 'cp1')).toMatchObject({ spec: { providerID: 'docker:////cp1' }, status: { initialization: { provisioned: true } } }));
    await bootstrap.set('cp1', { state: 'done' });
    await isUp('cp1');
    await world.run?.stop();

    const versions = await world.versions();
    const { writes } = await world.start();
    // A container that dies wakes its machine: there is no timer that could.
    await eventually(async () => expect(engine.calls.filter((call) => call === 'get cp1').length).toBeGreaterThan(3));
    expect([await world.versions(), writes, bootstrap.started.length]).toEqual([versions, [], 1]);
    engine.stop('cp1');
    await eventually(async () => expect(await conditionsOf('cp1')).toContain('ContainerProvisioned False NotProvisioned Container cp1 is not running anymore'));

    await world.delete(DevMachines, 'cp1');
    await isGone(DevMachines, 'cp1');
    await world.delete(DevClusters, 'dc');
    await isGone(DevClusters, 'dc');
    expect([...engine.containers.keys()]).toEqual([]);
  });

  test('an engine that cannot be reached is told, and the cluster comes up when it is back', async () => {
    world.engine.failAlways('get', 'Unreachable');
    await world.start();
    await world.createCluster({ docker: {} });
    const said = async () => (await world.find(DevClusters, 'dc'))?.status?.conditions?.find(({ type }) => type === 'LoadBalancerAvailable');
    await eventually(async () => expect(await said()).toMatchObject({ status: 'False', reason: 'NotAvailable', message: expect.stringContaining('Failed to create load balancer') }));
    expect(await world.warnings('dc')).toEqual([expect.stringContaining('LoadBalancerFailed: Failed to create load balancer')]);
    world.engine.heal();
    world.engine.emit({ action: 'connected', name: '', labels: {} });
    await eventually(async () => expect(await said()).toMatchObject({ status: 'True', reason: 'Available' }), { timeoutMs: 8000 });
  });
});

describe('what goes wrong', () => {
  test('a malformed authority is named, and the machine comes up when it is repaired', async () => {
    await world.start();
    await world.createCluster();
    const secret = await world.find(Secrets, 'c-ca');
    await world.merge(Secrets, 'c-ca', { data: { 'tls.crt': Buffer.from('no certificate').toString('base64') } });
    await world.createMachine('cp1', { isControlPlane: true });
    const problem = `Secret ${world.namespace}/c-ca: failed to decode the certificate authority`;
    await eventually(async () => expect(await conditionsOf('cp1')).toContain(`APIServerProvisioned False InternalError ${problem}`));
    expect(await conditionsOf('cp1')).toContain('EtcdProvisioned True Provisioned');
    await eventually(async () => expect(await world.warnings('cp1')).toEqual([`FailedStart: Failed to start the simulated API server: ${problem}`]));
    await world.merge(Secrets, 'c-ca', { data: secret?.data ?? {} });
    // The Secret's change wakes the machine: this is faster than the retry.
    await eventually(async () => expect(await conditionsOf('cp1')).toContain('Ready True Ready'), { timeoutMs: 8000 });
    expect(await world.workload()).toMatchObject({ nodes: ['cp1'] });
  });

  test('an authority whose key belongs to another certificate is refused', async () => {
    await world.start();
    await world.createCluster();
    await world.merge(Secrets, 'c-etcd', { data: { 'tls.key': Buffer.from(world.pki.ca.key).toString('base64') } });
    await world.createMachine('cp1', { isControlPlane: true });
    await eventually(async () => expect(await conditionsOf('cp1')).toContain(`EtcdProvisioned False InternalError Secret ${world.namespace}/c-etcd: the private key of the certificate authority does not belong to its certificate`));
  });

  test('a port that another process took is told and waited for; the endpoint stays', async () => {
    await world.start();
    const endpoint = await aClusterOf('cp1');
    await world.run?.stop();
    const holder = createServer().listen(endpoint.port, '127.0.0.1');
    await once(holder, 'listening');
    try {
      await world.start();
      const problem = `cannot listen on port ${endpoint.port} of the endpoint: another process holds it`;
      await eventually(async () => expect(await conditionsOf('cp1')).toContain(`APIServerProvisioned False InternalError ${problem}`));
      await eventually(async () => expect(await world.warnings('cp1')).toEqual([`FailedStart: Failed to start the simulated API server: ${problem}`]));
      expect(world.contents()).not.toContain('kube-apiserver-cp1');
      expect(await endpointOf()).toEqual(endpoint);
    } finally {
      holder.close();
    }
    await isUp('cp1');
    expect(await endpointOf()).toEqual(endpoint);
    expect(await world.workload()).toMatchObject({ nodes: ['cp1'] });
  });

  test('a DevCluster that somebody else manages is left alone', async () => {
    await world.createCluster();
    await world.merge(DevClusters, 'dc', { metadata: { annotations: { 'cluster.x-k8s.io/managed-by': 'me' } } });
    const { writes, clusters } = await world.start();
    await world.merge(Clusters, 'c', { spec: { paused: true } });
    await world.createMachine('w1');
    await eventually(async () => expect(await conditionsOf('w1')).toContainEqual(expect.stringMatching(/^Paused True/)));
    expect([clusters.listClusters(), writes.filter((write) => write.includes('DevCluster'))]).toEqual([[], []]);
  });
});
