import type { KubeObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import { ContainerEngineError } from './ports/container-engine.ts';
import { FakeContainerEngine } from './ports/container-engine.fake.ts';
import { DockerWorld, families } from './docker-world.fixtures.ts';
import type { Family } from './docker-world.fixtures.ts';

const readyMachine = ['Ready True Ready', 'BootstrapCompleted True Completed', 'CGroupsReady True Ready', 'ContainerProvisioned True Provisioned', 'PreLoadedImagesReady True Ready', 'Paused False NotPaused'];
const readyCluster = ['Ready True Ready', 'LoadBalancerAvailable True Available', 'Paused False NotPaused'];
const both = Object.keys(families) as Family[];
const isReady = (world: DockerWorld): boolean => world.machineNames.every((name) => world.conditions(world.machine(name)).includes('Ready True Ready')) && world.workload.objects(Nodes).every(({ spec }) => spec?.providerID !== undefined);
const containers = (world: DockerWorld): string[] => [...world.engine.containers.keys()].sort();

describe.each(both)('%s kinds', (family) => {
  test('a cluster comes up from its objects, and goes without a trace', async () => {
    const world = await new DockerWorld(family).create(['cp1', 'w1']).converge();
    expect(containers(world)).toEqual(['k-cp1', 'k-lb', 'k-w1']);
    const cluster = world.find(families[family].cluster, 'ic');
    expect(world.conditions(cluster)).toEqual(readyCluster);
    expect(cluster).toMatchObject({ spec: { controlPlaneEndpoint: { host: world.engine.containers.get('k-lb')?.ipv4, port: 6443 } }, status: { initialization: { provisioned: true } } });
    const address = world.engine.containers.get('k-cp1')?.ipv4;
    expect(world.conditions(world.machine('cp1'))).toEqual(readyMachine);
    expect(world.machine('cp1')).toMatchObject({
      metadata: { finalizers: ['dockermachine.infrastructure.cluster.x-k8s.io'], annotations: { 'devmachine.infrastructure.cluster.x-k8s.io/weight': '100' } },
      spec: { providerID: 'docker:////k-cp1' },
      status: { initialization: { provisioned: true }, addresses: [{ type: 'Hostname', address: 'k-cp1' }, { type: 'InternalIP', address }, { type: 'ExternalIP', address }] },
    });
    expect(world.workload.objects(Nodes).map(({ metadata, spec }) => [metadata.name, spec?.providerID])).toEqual([['k-cp1', 'docker:////k-cp1'], ['k-w1', 'docker:////k-w1']]);
    expect(world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content).toContain(`server k-cp1 ${address ?? ''}:6443 weight 100 check`);
    await world.deleteAll();
    expect([containers(world), world.left]).toEqual([[], []]);
  });

  test('killed after any call to the engine, it comes to the same end', async () => {
    let calls = 0;
    for (let killAfter = 1; ; killAfter += 1) {
      const world = new DockerWorld(family).create(['cp1', 'w1']);
      world.killAfter = killAfter;
      await world.converge(16, () => world.killAfter === undefined && isReady(world));
      const wasKilled = world.killAfter === undefined;
      expect([killAfter, containers(world)]).toEqual([killAfter, ['k-cp1', 'k-lb', 'k-w1']]);
      expect([killAfter, world.conditions(world.machine('cp1')), world.conditions(world.machine('w1'))]).toEqual([killAfter, readyMachine, readyMachine]);
      // Once in the life of a container.
      expect([killAfter, world.bootstrap.started.map(({ container }) => container).sort()]).toEqual([killAfter, ['k-cp1', 'k-w1']]);
      expect(world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content).toContain('server k-cp1');
      expect(world.engine.signals.at(-1)).toEqual({ name: 'k-lb', signalName: 'SIGHUP' });
      if (!wasKilled) break;
      calls = killAfter;
    }
    expect(calls).toBeGreaterThan(20);
  });

  test('killed after any call while it is deleted, it leaves nothing', async () => {
    for (let killAfter = 1; ; killAfter += 1) {
      const world = await new DockerWorld(family).create(['cp1', 'w1']).converge();
      world.killAfter = killAfter;
      await world.deleteAll();
      const wasKilled = world.killAfter === undefined;
      expect([killAfter, containers(world), world.left]).toEqual([killAfter, [], []]);
      if (!wasKilled) break;
    }
  });

  test('nothing is written, and no container touched, once everything is there', async () => {
    const world = await new DockerWorld(family).create(['cp1', 'w1']).converge();
    const [writes, signals] = [world.client.writes.length, world.engine.signals.length];
    await world.converge(3);
    expect([world.client.writes.length, world.engine.signals.length]).toEqual([writes, signals]);
    expect(world.engine.calls.filter((call) => /^(run|remove|writeFile)/.test(call))).toEqual(['run k-lb', 'writeFile k-lb', 'run k-cp1', 'writeFile k-lb', 'run k-w1']);
  });
});

describe('what goes wrong with the engine', () => {
  const failures = [
    { name: 'a wrong image', step: 'run', code: 'ImageNotFound', message: 'no such image: kindest/node:v1.36.3' },
    { name: 'an unknown mount', step: 'run', code: 'InvalidMount', message: 'bind source path does not exist: /nowhere' },
    { name: 'a full disk', step: 'run', code: 'NoSpace', message: 'no space left on device' },
    { name: 'no engine', step: 'get', code: 'Unreachable', message: 'cannot reach the engine at unix:///var/run/docker.sock' },
  ] as const;
  test.each(failures)('$name is on the condition, and the machine comes up when it is repaired', async ({ step, code, message }) => {
    const world = await new DockerWorld().create([]).converge(2);
    world.addMachine('w1');
    world.engine.failAlways(step, new ContainerEngineError(code, message), 'k-w1');
    const ends = [];
    for (const afterMs of [1000, 2000, 4000]) {
      ends.push(await world.pass('machine', 'w1'));
      world.clock.advance(afterMs);
    }
    expect(world.conditions(world.machine('w1'))).toContain(`ContainerProvisioned False NotProvisioned Failed to create container k-w1: ${message}`);
    expect(world.machine('w1').status?.deprecated?.v1beta1?.conditions).toContainEqual(expect.objectContaining({ type: 'ContainerProvisioned', status: 'False', reason: 'ContainerProvisioningFailed' }));
    expect(ends).toMatchObject([{ kind: 'requeueAfter', afterMs: 1000 }, { afterMs: 2000 }, { afterMs: 4000 }]);
    world.engine.heal();
    world.addMachine('cp1');
    await world.converge();
    expect(world.conditions(world.machine('w1'))).toEqual(readyMachine);
    expect(containers(world)).toEqual(['k-cp1', 'k-lb', 'k-w1']);
  });

  test.each(['machine', 'cluster'] as const)('a container of a %s that cannot start is tried ever more slowly, however often the engine tells of its coming and going', async (which) => {
    const [container, object] = which === 'machine' ? ['k-w1', 'w1'] : ['k-lb', 'ic'];
    const world = new DockerWorld().create([]);
    if (which === 'machine') await world.converge(2);
    world.addMachine('w1');
    world.engine.failAlways('run', new ContainerEngineError('NoSpace', 'no space left on device'), container);
    for (let second = 0; second < 60; second += 1) {
      for (let event = 0; event < 3; event += 1) expect(await world.pass(which, object)).toMatchObject({ kind: 'requeueAfter' });
      const observed = world.find(families.Dev[which], object);
      expect(world.conditions(observed)).toContainEqual(expect.stringMatching(/^(ContainerProvisioned False NotProvisioned|LoadBalancerAvailable False NotAvailable) .*no space left on device$/));
      world.clock.advance(1000);
    }
    expect(world.engine.calls.filter((call) => call === `run ${container}`).length).toBeLessThan(8);
    world.engine.heal();
    world.clock.advance(30_000);
    await world.pass(which, object);
    expect(world.engine.containers.get(container)?.state).toBe('running');
  });

  test('an engine that stops in the middle: nobody knows of the machine, until it is back', async () => {
    const world = await new DockerWorld().create(['cp1']).converge();
    world.engine.failAlways('get', new ContainerEngineError('Unreachable', 'connection refused'));
    await world.pass('machine', 'cp1');
    await world.pass('cluster', 'ic');
    expect(world.conditions(world.machine('cp1'))).toContain('ContainerProvisioned Unknown EngineUnreachable Failed to look at container k-cp1: connection refused');
    expect(world.conditions(world.machine('cp1'))).toContain('BootstrapCompleted True Completed');
    expect(world.conditions(world.find(families.Dev.cluster, 'ic'))).toContain('LoadBalancerAvailable Unknown EngineUnreachable Failed to look at load balancer: connection refused');
    expect(world.machine('cp1').status?.initialization).toEqual({ provisioned: true });
    world.engine.heal();
    await world.converge(2);
    expect(world.conditions(world.machine('cp1'))).toEqual(readyMachine);
    expect(world.conditions(world.find(families.Dev.cluster, 'ic'))).toEqual(readyCluster);
  });

  test('a deletion waits for the engine, says so, and forgets nothing', async () => {
    const world = await new DockerWorld().create(['cp1']).converge();
    world.engine.failAlways('remove', new ContainerEngineError('Timeout', 'the engine took longer than 120 s'));
    await world.delete(families.Dev.machine, 'cp1');
    await world.pass('machine', 'cp1');
    expect(world.conditions(world.machine('cp1'))).toContain('ContainerProvisioned False Deleting Failed to delete container k-cp1: the engine took longer than 120 s');
    world.engine.heal();
    await world.deleteAll();
    expect([containers(world), world.left]).toEqual([[], []]);
  });

  test('a deletion that cannot tell the load balancer says so, and not that the container is still there', async () => {
    const world = await new DockerWorld().create(['cp1', 'cp2']).converge();
    world.engine.failNext('kill', 'Timeout');
    await world.delete(families.Dev.machine, 'cp1');
    await world.pass('machine', 'cp1');
    expect([containers(world), world.conditions(world.machine('cp1'))]).toEqual([
      ['k-cp2', 'k-lb'], expect.arrayContaining([expect.stringMatching(/^ContainerProvisioned False Deleting Failed to configure load balancer after container k-cp1 was deleted: /)]),
    ]);
    await world.pass('machine', 'cp1');
    expect(world.machineNames).toEqual(['cp2']);
  });

  test.each([
    { name: 'its namespace', namespace: 'ns', want: ['k-cp1', 'k-lb'] },
    { name: 'the older provider, which did not say', namespace: undefined, want: ['k-cp1', 'k-lb'] },
    { name: 'another namespace', namespace: 'elsewhere', want: ['k-cp1', 'k-lb', 'k-w1'] },
  ])('a machine that lost label and owner takes its container along, where that is of $name', async ({ namespace, want }) => {
    const world = await new DockerWorld().create(['cp1', 'w1']).converge();
    const machine = world.machine('w1');
    world.client.put({ ...machine, metadata: { ...machine.metadata, labels: {}, ownerReferences: [] } });
    world.engine.set('k-w1', { labels: { 'io.x-k8s.kind.cluster': 'k', ...(namespace === undefined ? {} : { 'io.x-k8s.cluster.namespace': namespace }) } });
    await world.delete(families.Dev.machine, 'w1');
    await world.pass('machine', 'w1');
    expect([containers(world), world.machineNames]).toEqual([want, ['cp1']]);
  });

  test('an image that is not there is pulled in the background; a failing pull is told', async () => {
    const engine = new FakeContainerEngine({ images: ['kindest/haproxy:v20230606-42a2262b'], pullable: [] });
    const world = await new DockerWorld('Dev', engine).create(['cp1']).converge(3);
    expect(world.conditions(world.machine('cp1'))).toContain('ContainerProvisioned False NotProvisioned Failed to create container k-cp1: no such image: kindest/node:v1.36.3');
    expect(containers(world)).toEqual(['k-lb']);
    const pulling = new DockerWorld('Dev', new FakeContainerEngine({ images: [], pullable: ['kindest/haproxy:v20230606-42a2262b', 'kindest/node:v1.36.3'] }));
    await pulling.create(['cp1']).converge();
    expect(pulling.conditions(pulling.machine('cp1'))).toEqual(readyMachine);
    expect(pulling.engine.pulledImages).toEqual(['kindest/haproxy:v20230606-42a2262b', 'kindest/node:v1.36.3']);
  });

  test('an image that is none of a node: the condition says how it ends, and tries come ever more slowly however often the engine tells of it', async () => {
    const world = await new DockerWorld().create([]).converge(2);
    world.addMachine('w1');
    world.engine.onExec('is-active --quiet', { exitCode: 127 });
    world.engine.logLines.set('k-w1', '\u001b[31mexec /sbin/init:\u001b[0m\r\nno such file or directory\r\n\r\n');
    for (let second = 0; second < 60; second += 1) {
      // The engine tells of each container that comes, ends and goes.
      for (let event = 0; event < 3; event += 1) await world.pass('machine', 'w1');
      if (world.engine.containers.get('k-w1')?.state === 'running') {
        world.engine.set('k-w1', { id: `id-${String(second)}` });
        world.engine.stop('k-w1', 127);
      }
      world.clock.advance(1000);
    }
    await world.pass('machine', 'w1');
    expect(world.conditions(world.machine('w1'))).toContain('ContainerProvisioned False NotProvisioned Container k-w1 ended with exit code 127 before the machine was up\n  * exec /sbin/init:\n  * no such file or directory');
    expect(world.engine.calls.filter((call) => call === 'run k-w1').length).toBeLessThan(8);
    // Repaired, it comes up.
    world.engine.onExec('is-active --quiet', { exitCode: 0 });
    world.addMachine('cp1');
    await world.converge();
    expect(world.conditions(world.machine('w1'))).toEqual(readyMachine);
  });

  test('a system that does not come up says what is missing, and is asked less often', async () => {
    const world = await new DockerWorld().create([]).converge(2);
    world.addMachine('w1');
    world.engine.onExec('is-active --quiet', { exitCode: 3 }).onExec('list-units --type=service', { stdout: 'multi-user.target: inactive\ncontainerd.service loaded failed failed\n' });
    expect(await world.pass('machine', 'w1')).toMatchObject({ afterMs: 500 });
    expect(world.conditions(world.machine('w1'))).toContain('CGroupsReady False NotReady Waiting for cgroups ready (1 of 1)');
    world.engine.set('k-w1', { startedAt: world.clock.now() });
    world.clock.advance(61_000);
    expect(await world.pass('machine', 'w1')).toMatchObject({ afterMs: 5000 });
    expect(world.conditions(world.machine('w1'))).toContain('CGroupsReady False NotReady Waiting for cgroups ready (1 of 1): the system in container k-w1 is not up after 1m0s\n  * multi-user.target: inactive\n  * containerd.service loaded failed failed');
  });

  test('what fails after the container was made is tried ever more slowly, too', async () => {
    const world = await new DockerWorld().create([]).converge(2);
    world.addMachine('cp1');
    world.engine.failAlways('writeFile', new ContainerEngineError('NoSpace', 'no space left on device'));
    const ends = [];
    for (let turn = 0; turn < 3; turn += 1) ends.push(await world.pass('machine', 'cp1'));
    expect(ends).toMatchObject([{ kind: 'requeueAfter', afterMs: 1000 }, { afterMs: 2000 }, { afterMs: 4000 }]);
    expect(world.conditions(world.machine('cp1'))).toContain('CGroupsReady False NotReady Failed to configure load balancer: no space left on device');
    world.engine.heal();
    await world.converge();
    expect(world.conditions(world.machine('cp1'))).toEqual(readyMachine);
  });

  test('a machine that serves tries again what failed at the load balancer, without a word from the engine', async () => {
    const world = await new DockerWorld().create(['cp1', 'cp2']).converge();
    const leaving = await world.client.get(Machines, { namespace: 'ns', name: 'cp1' });
    world.client.put({ ...leaving, metadata: { ...leaving?.metadata, deletionTimestamp: '2026-11-21T12:00:00Z', finalizers: ['machine.cluster.x-k8s.io'] } } as never);
    world.engine.failNext('kill', 'Timeout');
    expect(await world.pass('machine', 'cp1')).toMatchObject({ kind: 'requeueAfter', afterMs: 1000 });
    expect(world.conditions(world.machine('cp1'))).toEqual(readyMachine);
    expect(await world.pass('machine', 'cp1')).toEqual({ kind: 'success' });
    expect(world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content).toMatch(/server k-cp1 \S+ weight 0 /);
    expect(world.engine.signals.at(-1)).toEqual({ name: 'k-lb', signalName: 'SIGHUP' });
  });

  test('a template that makes what HAProxy does not read is told, keeps the configuration that works, and is used once it is repaired', async () => {
    const world = new DockerWorld().create(['cp1'], { cluster: { loadBalancer: { customHAProxyConfigTemplateRef: { name: 't' } } } });
    const template = (value: string) => world.client.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'ns', name: 't' }, data: { value } } as KubeObject);
    const config = (): string | undefined => world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content;
    template('good {{ .FrontendControlPlanePort }}');
    await world.converge();
    expect([config(), world.conditions(world.machine('cp1'))]).toEqual(['good 6443', readyMachine]);

    template('bad');
    world.engine.onExec('haproxy -c -f /usr/local/etc/haproxy/haproxy.cfg.new', { exitCode: 1, stderr: "[ALERT] parsing [haproxy.cfg.new:1]: unknown keyword 'bad'\n" });
    expect(await world.pass('cluster', 'ic')).toMatchObject({ kind: 'requeueAfter', afterMs: 1000 });
    expect(world.conditions(world.find(families.Dev.cluster, 'ic'))).toContain("LoadBalancerAvailable False NotAvailable Failed to look at load balancer: HAProxy refuses the configuration that its template makes: [ALERT] parsing [haproxy.cfg.new:1]: unknown keyword 'bad'");
    expect(config()).toBe('good 6443');

    template('better');
    world.engine.onExec('haproxy -c', { exitCode: 0 });
    await world.converge(2);
    expect([config(), world.conditions(world.find(families.Dev.cluster, 'ic'))]).toEqual(['better', readyCluster]);
  });

  test('a container of somebody else is never taken over or removed', async () => {
    const world = new DockerWorld().create(['w1']);
    world.engine.set('k-w1', { labels: { 'io.x-k8s.kind.cluster': 'k', 'io.x-k8s.cluster.namespace': 'elsewhere' } });
    await world.converge(4);
    expect(world.conditions(world.machine('w1'))).toContainEqual(expect.stringContaining('a container named k-w1 exists and does not belong to Cluster ns/k'));
    await world.deleteAll();
    expect([containers(world), world.left]).toEqual([['k-w1'], []]);
  });
});

describe('the life of a machine', () => {
  test('a container that is killed after it was provisioned is told of, and never made anew', async () => {
    const world = await new DockerWorld().create(['cp1', 'w1']).converge();
    world.engine.stop('k-w1');
    await world.converge(2);
    expect(world.conditions(world.machine('w1'))).toContain('ContainerProvisioned False NotProvisioned Container k-w1 is not running anymore');
    await world.engine.remove('k-w1');
    await world.converge(2);
    expect(containers(world)).toEqual(['k-cp1', 'k-lb']);
    expect(world.machine('w1').status?.initialization).toEqual({ provisioned: true });
  });

  test('a container that the engine made after its machine was gone goes with the cluster; others stay', async () => {
    const world = await new DockerWorld().create(['cp1', 'w1']).converge();
    const of = (cluster: string, namespace?: string) => ({ 'io.x-k8s.kind.cluster': cluster, 'io.x-k8s.kind.role': 'worker', ...(namespace === undefined ? {} : { 'io.x-k8s.cluster.namespace': namespace }) });
    world.engine.set('k-late', { state: 'created', labels: of('k', 'ns') });
    world.engine.set('elsewhere', { labels: of('k', 'other') });
    world.engine.set('k-of-upstream', { labels: of('k') });
    world.engine.set('l-w1', { labels: of('l', 'ns') });
    await world.delete(families.Dev.machine, 'cp1');
    await world.pass('machine', 'cp1');
    await world.delete(families.Dev.cluster, 'ic');
    world.engine.failNext('list', 'Unreachable');
    await world.pass('cluster', 'ic');
    expect(world.conditions(world.find(families.Dev.cluster, 'ic'))).toContainEqual(expect.stringContaining('LoadBalancerAvailable False Deleting Failed to delete containers of the cluster'));
    await world.pass('cluster', 'ic');
    expect([containers(world), world.left]).toEqual([['elsewhere', 'k-of-upstream', 'k-w1', 'l-w1'], ['DevMachine/w1']]);
  });

  test('a bootstrap that fails says where and why, and stops', async () => {
    const world = await new DockerWorld().create(['cp1']).converge(2);
    await world.bootstrap.set('k-cp1', { state: 'failed', step: '3/12 run kubeadm init', exitCode: 1, cause: 'exitCode', logTail: 'first\nerror execution phase preflight' });
    const end = await world.pass('machine', 'cp1');
    expect(world.conditions(world.machine('cp1'))).toContain('BootstrapCompleted False Failed Running bootstrap step 3/12 run kubeadm init\nERROR: exit code 1\nOUTPUT:\n  * first\n  * error execution phase preflight');
    expect(end).toEqual({ kind: 'success' });
    expect(world.machine('cp1').status?.deprecated?.v1beta1?.conditions).toContainEqual(expect.objectContaining({ type: 'BootstrapExecSucceeded', status: 'False', reason: 'BootstrapFailed' }));
    expect(world.bootstrap.started).toHaveLength(1);
  });

  test('traffic leaves an API server as soon as its Machine is deleted, unless it is the last', async () => {
    const world = await new DockerWorld().create(['cp1', 'cp2']).converge();
    const config = (): string => world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content ?? '';
    const leaving = await world.client.get(Machines, { namespace: 'ns', name: 'cp1' });
    world.client.put({ ...leaving, metadata: { ...leaving?.metadata, deletionTimestamp: '2026-11-21T12:00:00Z', finalizers: ['machine.cluster.x-k8s.io'] } } as never);
    await world.pass('machine', 'cp1');
    expect(config()).toMatch(/server k-cp1 \S+ weight 0 [^]*server k-cp2 \S+ weight 100 /);
    expect(world.machine('cp1').metadata.annotations).toEqual({ 'devmachine.infrastructure.cluster.x-k8s.io/weight': '0' });
    await world.delete(families.Dev.machine, 'cp1');
    await world.pass('machine', 'cp1');
    expect(config()).not.toContain('k-cp1');
  });

  test('images are loaded before the machine counts as provisioned', async () => {
    const world = new DockerWorld().create(['cp1'], { machine: { preLoadImages: ['a:1', 'b:2'] } });
    world.engine.failAlways('loadImageIntoNode', new ContainerEngineError('NoSpace', 'no space left on device'));
    await world.converge(4);
    expect(world.conditions(world.machine('cp1'))).toContainEqual(expect.stringMatching(/^PreLoadedImagesReady False NotReady Pre-loading image a:1.*no space left on device$/));
    expect(world.machine('cp1').spec?.providerID).toBeUndefined();
    world.engine.heal();
    await world.converge();
    expect(world.engine.loadedImages).toEqual(['k-cp1 a:1', 'k-cp1 b:2']);
    expect(world.conditions(world.machine('cp1'))).toEqual(readyMachine);
  });

  test('a worker waits for the control plane, and both for the cluster', async () => {
    const world = new DockerWorld().create(['cp1', 'w1']);
    const machine = await world.client.get(Machines, { namespace: 'ns', name: 'w1' });
    world.client.put({ ...machine, spec: { ...machine?.spec, bootstrap: {} } } as never);
    await world.pass('machine', 'w1');
    expect(world.conditions(world.machine('w1'))).toContain('ContainerProvisioned False WaitingForClusterInfrastructureReady');
    expect(world.conditions(world.machine('w1'))).toContain('BootstrapCompleted False WaitingForContainer');
    await world.converge(1);
    await world.pass('machine', 'w1');
    expect(world.conditions(world.machine('w1'))).toContain('ContainerProvisioned False WaitingForControlPlaneInitialized');
    await world.converge(3);
    expect(world.conditions(world.machine('w1'))).toContain('ContainerProvisioned False WaitingForBootstrapData');
    expect(containers(world)).toEqual(['k-cp1', 'k-lb']);
  });
});
