import { ContainerEngineError } from './ports/container-engine.ts';
import { FakeContainerEngine } from './ports/container-engine.fake.ts';
import { DockerWorld, families } from './docker-world.fixtures.ts';

const image = 'kindest/haproxy:v20230606-42a2262b';
const available = 'LoadBalancerAvailable True Available';
const lb = (world: DockerWorld) => world.engine.containers.get('k-lb');
const cluster = (world: DockerWorld) => world.find(families.Dev.cluster, 'ic');
const runs = (world: DockerWorld): number => world.engine.calls.filter((call) => call === 'run k-lb').length;
const endpoint = (world: DockerWorld): string => cluster(world)?.spec?.controlPlaneEndpoint?.host ?? '';

/** A cluster that was published at an address which the engine would not choose again by itself. */
async function published(): Promise<DockerWorld> {
  const world = await new DockerWorld().create(['cp1']).converge();
  expect(endpoint(world)).toBe(lb(world)?.ipv4);
  return world;
}

describe('a control plane endpoint that clients know', () => {
  test.each([
    { name: 'removed', lose: (world: DockerWorld) => world.engine.remove('k-lb') },
    { name: 'stopped', lose: (world: DockerWorld) => Promise.resolve(world.engine.stop('k-lb')) },
    { name: 'restarted at another address', lose: (world: DockerWorld) => Promise.resolve(world.engine.set('k-lb', { ipv4: '172.18.0.99' })) },
  ])('leads to the load balancer again after its container was $name', async ({ lose }) => {
    const world = await published();
    const known = endpoint(world);
    await lose(world);
    await world.converge(2);
    expect([lb(world)?.state, lb(world)?.ipv4, endpoint(world)]).toEqual(['running', known, known]);
    expect(world.conditions(cluster(world))).toContain(available);
    expect(world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content).toContain('server k-cp1');
  });

  test('that somebody else has by now: the condition names him, traffic is served elsewhere meanwhile, and it comes back once he is gone', async () => {
    const world = await published();
    const known = endpoint(world);
    const told = `LoadBalancerAvailable False NotAvailable The control plane endpoint does not lead to the load balancer: container intruder has ${known}; load balancer k-lb gets it once it is free`;
    world.engine.set('k-lb', { ipv4: '172.18.0.99' });
    world.engine.set('intruder', { ipv4: known });
    expect(await world.pass('cluster', 'ic')).toMatchObject({ kind: 'requeueAfter', afterMs: 30_000 });
    expect(world.conditions(cluster(world))).toContain(told);
    expect([lb(world)?.ipv4, endpoint(world)]).toEqual(['172.18.0.99', known]);

    await world.engine.remove('k-lb');
    await world.pass('cluster', 'ic');
    expect([lb(world)?.state, lb(world)?.ipv4 === known, world.conditions(cluster(world))]).toEqual(['running', false, expect.arrayContaining([told])]);
    expect([world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content, cluster(world)?.status?.initialization]).toEqual([expect.stringContaining('server k-cp1'), { provisioned: true }]);
    await world.engine.remove('intruder');
    await world.pass('cluster', 'ic');
    expect([lb(world)?.ipv4, endpoint(world), world.conditions(cluster(world))]).toEqual([known, known, expect.arrayContaining([available])]);
  });

  test('that users gave to a load balancer of their own does not keep the cluster from coming up', async () => {
    const world = new DockerWorld().create(['cp1']);
    const infra = cluster(world);
    world.engine.set('theirs', { ipv4: '172.18.200.9' });
    world.client.put({ ...infra, spec: { ...infra?.spec, controlPlaneEndpoint: { host: '172.18.200.9', port: 6443 } } } as never);
    await world.converge();
    expect([endpoint(world), cluster(world)?.status?.initialization, lb(world)?.state]).toEqual(['172.18.200.9', { provisioned: true }, 'running']);
    expect([world.conditions(cluster(world)), cluster(world)?.metadata.annotations]).toEqual([expect.arrayContaining([available]), undefined]);
    expect(world.conditions(world.machine('cp1'))).toContain('Ready True Ready');
    // Away for a moment, it is not robbed of its address.
    await world.engine.remove('theirs');
    world.engine.stop('k-lb');
    await world.converge(2);
    expect([lb(world)?.state, lb(world)?.ipv4 === '172.18.200.9', world.conditions(cluster(world))]).toEqual(['running', false, expect.arrayContaining([available])]);
  });

  const refusals: { name: string; refuse: (world: DockerWorld) => unknown; told: RegExp }[] = [
    {
      name: 'that its network gives to nobody', refuse: (world) => (world.engine.hasFixedAddresses = false),
      told: /^LoadBalancerAvailable False NotAvailable .*network kind does not give 172\.18\.0\.\d+ to anybody, so load balancer k-lb did not get it back;/,
    },
    {
      name: 'whose holder the engine does not list', refuse: (world) => world.engine.unlisted.add(endpoint(world)),
      told: /^LoadBalancerAvailable False NotAvailable .*somebody whom the engine does not list has 172\.18\.0\.\d+; once he is gone, remove container k-lb,/,
    },
  ];
  test.each(refusals)('$name: tried once for each container, whoever looks, told, and traffic served where it is', async ({ refuse, told }) => {
    const world = await published();
    refuse(world);
    world.engine.set('k-lb', { ipv4: '172.18.0.99' });
    await world.converge(3);
    world.restart();
    await world.converge(3);
    expect(world.conditions(cluster(world))).toContainEqual(expect.stringMatching(told));
    // At first, at the endpoint, and where it is now.
    expect([lb(world)?.state, runs(world), cluster(world)?.status?.initialization]).toEqual(['running', 3, { provisioned: true }]);
    expect(world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content).toContain('server k-cp1');
    expect(await world.pass('cluster', 'ic')).toEqual({ kind: 'success' });

    const known = endpoint(world);
    world.engine.hasFixedAddresses = true;
    world.engine.unlisted.clear();
    await world.engine.remove('k-lb');
    await world.converge(2);
    expect([lb(world)?.ipv4, world.conditions(cluster(world))]).toEqual([known, expect.arrayContaining([available])]);
  });

  test('is not held against a load balancer that somebody paused', async () => {
    const world = await published();
    const known = endpoint(world);
    world.engine.set('k-lb', { state: 'paused' });
    await world.pass('cluster', 'ic');
    expect([lb(world)?.state, lb(world)?.ipv4, world.conditions(cluster(world))]).toEqual(['running', known, expect.arrayContaining([available])]);
  });

  test('is looked after by one question to the engine for the container, and one for the API servers', async () => {
    const world = await published();
    const before = world.engine.calls.length;
    await world.pass('cluster', 'ic');
    expect(world.engine.calls.slice(before).map((call) => call.split(' ')[0])).toEqual(['get', 'list']);
  });

  test.each([
    { name: 'a name', host: 'api.example.test' },
    { name: 'an address outside of the network', host: '203.0.113.7' },
  ])('that users made $name is none of the container', async ({ host }) => {
    const world = new DockerWorld().create(['cp1']);
    const infra = cluster(world);
    world.client.put({ ...infra, spec: { ...infra?.spec, controlPlaneEndpoint: { host, port: 6443 } } } as never);
    await world.converge();
    expect([endpoint(world), runs(world), cluster(world)?.metadata.annotations]).toEqual([host, 1, undefined]);
    expect(world.conditions(cluster(world))).toContain(available);
  });

  test('that users chose in the network is where the load balancer begins', async () => {
    const world = new DockerWorld().create(['cp1']);
    const infra = cluster(world);
    world.client.put({ ...infra, spec: { ...infra?.spec, controlPlaneEndpoint: { host: '172.18.200.9', port: 6443 } } } as never);
    await world.converge();
    expect([lb(world)?.ipv4, endpoint(world), runs(world)]).toEqual(['172.18.200.9', '172.18.200.9', 1]);
  });

  test('killed after any call while it is moved, the load balancer is there in the end', async () => {
    for (let killAfter = 1; ; killAfter += 1) {
      const world = await published();
      const known = endpoint(world);
      world.engine.set('k-lb', { ipv4: '172.18.0.99' });
      world.killAfter = killAfter;
      await world.converge(3);
      expect([killAfter, lb(world)?.ipv4, world.conditions(cluster(world))]).toEqual([killAfter, known, expect.arrayContaining([available])]);
      if (world.killAfter !== undefined) break;
    }
  });
});

describe('a load balancer that ends as soon as it is started', () => {
  test('is tried ever more slowly, however often the engine tells of it, and the condition says how it ended', async () => {
    const world = new DockerWorld().create([]);
    world.engine.logLines.set('k-lb', 'exec /usr/sbin/haproxy:\nno such file or directory\n');
    for (let second = 0; second < 60; second += 1) {
      for (let event = 0; event < 3; event += 1) await world.pass('cluster', 'ic');
      if (lb(world)?.state === 'running') {
        const now = world.clock.now();
        world.engine.set('k-lb', { startedAt: now, endedAt: now });
        world.engine.stop('k-lb', 127);
      }
      world.clock.advance(1000);
    }
    await world.pass('cluster', 'ic');
    expect(world.conditions(cluster(world))).toContainEqual(
      expect.stringMatching(/^LoadBalancerAvailable False NotAvailable Failed to \w+( \w+)? load balancer: Container k-lb ended with exit code 127 soon after it was started\n {2}\* exec \/usr\/sbin\/haproxy:\n {2}\* no such file or directory$/),
    );
    expect([runs(world) > 3, runs(world) < 8]).toEqual([true, true]);
  });

  test('is left alone while the engine starts it again by itself', async () => {
    const world = await published();
    world.engine.set('k-lb', { state: 'restarting', ipv4: undefined });
    expect(await world.pass('cluster', 'ic')).toEqual({ kind: 'success' });
    expect([lb(world)?.state, world.conditions(cluster(world))]).toEqual(['restarting', expect.arrayContaining(['LoadBalancerAvailable False NotAvailable Container k-lb ended, and is started again by the engine'])]);
  });

  test('but one that had served is started again at once', async () => {
    const world = await published();
    const now = world.clock.now().getTime();
    world.engine.set('k-lb', { startedAt: new Date(now - 3_600_000), endedAt: new Date(now) });
    world.engine.stop('k-lb', 137);
    await world.pass('cluster', 'ic');
    expect([lb(world)?.state, world.conditions(cluster(world))]).toEqual(['running', expect.arrayContaining([available])]);
  });

  test('a container of that name which is somebody else\'s is neither started nor explained', async () => {
    const engine = new FakeContainerEngine();
    engine.set('k-lb', { state: 'exited', exitCode: 1, labels: {} });
    const world = new DockerWorld('Dev', engine).create([]);
    await world.pass('cluster', 'ic');
    expect(world.conditions(cluster(world))).toContainEqual(expect.stringContaining('a container named k-lb exists and does not belong to Cluster ns/k'));
    expect(engine.calls.filter((call) => /^(run|logs|remove)/.test(call))).toEqual([]);
  });
});

test('an image that was taken away together with the load balancer is pulled again, each time', async () => {
  const world = await new DockerWorld('Dev', new FakeContainerEngine({ images: ['kindest/node:v1.36.3'], pullable: [image] })).create(['cp1']).converge();
  for (let pruned = 0; pruned < 2; pruned += 1) {
    await world.engine.remove('k-lb');
    world.engine.removeImage(image);
    await world.converge(3);
    expect([lb(world)?.state, world.conditions(cluster(world))]).toEqual(['running', expect.arrayContaining([available])]);
  }
  expect(world.engine.pulledImages).toEqual([image, image, image]);
});

describe('a disk without room', () => {
  const full = () => new ContainerEngineError('NoSpace', 'container engine: write /x: no space left on device');
  test.each([
    { step: 'ensureImage', name: image },
    { step: 'run', name: 'k-lb' },
    { step: 'writeFile', name: 'k-lb' },
    { step: 'kill', name: 'k-lb' },
  ] as const)('met by $step is on the condition of the cluster; with room again it comes up, and nothing is left', async ({ step, name }) => {
    const world = new DockerWorld('Dev', new FakeContainerEngine({ images: ['kindest/node:v1.36.3'], pullable: [image] })).create(['cp1']);
    world.engine.failAlways(step, full(), name);
    await world.converge(3);
    expect(world.conditions(cluster(world))).toContain('LoadBalancerAvailable False NotAvailable Failed to create load balancer: container engine: write /x: no space left on device');
    expect(cluster(world)?.status?.initialization).toBeUndefined();
    world.engine.heal();
    await world.converge();
    expect(world.conditions(cluster(world))).toContain(available);
    await world.deleteAll();
    expect([[...world.engine.containers.keys()], world.left]).toEqual([[], []]);
  });

  test('that cut off the configuration, on which HAProxy then ended: the container is made anew, with a whole one', async () => {
    const world = await published();
    const before = lb(world)?.id;
    world.engine.failAlways('writeFile', full());
    world.addMachine('cp2');
    await world.converge(2);
    world.engine.files.set('k-lb:/usr/local/etc/haproxy/haproxy.cfg', { content: 'glob', mode: 0o644 });
    world.engine.stop('k-lb', 1);
    world.engine.heal();
    await world.converge();
    expect([lb(world)?.state, lb(world)?.id === before, lb(world)?.ipv4]).toEqual(['running', false, endpoint(world)]);
    expect(world.engine.files.get('k-lb:/usr/local/etc/haproxy/haproxy.cfg')?.content).toContain('server k-cp2');
    expect(world.conditions(cluster(world))).toContain(available);
  });
});
