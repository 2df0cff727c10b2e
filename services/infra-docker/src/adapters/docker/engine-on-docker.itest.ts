import { randomBytes } from 'node:crypto';
import type { ContainerEvent, ContainerSpec } from '../../ports/container-engine.ts';
import { DockerEngine } from './docker-engine.ts';
import { engineAddress } from './engine-address.ts';
import { EngineConnection } from './engine-connection.ts';
import { RightsProbe, probeLabels } from './rights-probe.ts';
import { importTinyImage, removeNetwork, tinyImage } from './docker-engine.fixtures.ts';

const suffix = randomBytes(4).toString('hex');
const network = `clusterwright-itest-${suffix}`;
const labels = { 'clusterwright.dev/itest': suffix };
const address = engineAddress(process.env);
const engine = new DockerEngine({ address, environment: { HTTP_PROXY: 'http://proxy.test:3128' } });

function aSpec(name: string, overrides: Partial<ContainerSpec> = {}): ContainerSpec {
  return { name: `cw-${suffix}-${name}`, image: tinyImage, network, labels, entrypoint: ['/bin/sleep'], command: ['600'], ...overrides };
}

describe('DockerEngine on a real engine', () => {
  beforeAll(() => importTinyImage(address));
  afterAll(async () => {
    for (const { name } of await engine.list(labels)) await engine.remove(name);
    await removeNetwork(address, network);
  });

  test('run makes network and container, and again does nothing; remove takes it away, twice', async () => {
    const spec = aSpec('run');
    const first = await engine.run(spec);
    const second = await engine.run(spec);
    expect(first).toMatchObject({ name: spec.name, state: 'running', image: tinyImage, labels, ipv4: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) });
    expect(second.id).toBe(first.id);
    expect(await engine.list(labels)).toEqual(expect.arrayContaining([expect.objectContaining({ name: spec.name, ipv4: first.ipv4 })]));
    await engine.remove(spec.name);
    await engine.remove(spec.name);
    expect(await engine.get(spec.name)).toBeUndefined();
  });

  test('run completes a container that was created and never started, and one that ended', async () => {
    const spec = aSpec('half', { entrypoint: ['/bin/sh', '-c', 'exec sleep 600'], command: [] });
    await engine.run(spec);
    const connection = new EngineConnection(address);
    await connection.bytes({ method: 'POST', path: `/containers/${spec.name}/stop`, query: { t: '0' }, timeoutMs: 30_000 });
    expect(await engine.get(spec.name)).toMatchObject({ state: 'exited', exitCode: 137, ipv4: undefined });
    expect((await engine.list(labels)).find(({ name }) => name === spec.name)).toMatchObject({ state: 'exited', exitCode: 137 });
    expect(await engine.run(spec)).toMatchObject({ state: 'running' });
    await engine.remove(spec.name);
  });

  test('a container comes back to its address after a stop, though others came meanwhile, and one made anew as well', async () => {
    const spec = aSpec('fixed');
    const first = await engine.run(spec);
    const connection = new EngineConnection(address);
    await connection.bytes({ method: 'POST', path: `/containers/${spec.name}/stop`, query: { t: '0' }, timeoutMs: 30_000 });
    const others = [await engine.run(aSpec('other-1')), await engine.run(aSpec('other-2'))];
    expect(others.map(({ ipv4 }) => ipv4)).not.toContain(first.ipv4);
    expect(await engine.addressUse(network, first.ipv4!)).toEqual({ kind: 'free' });
    expect((await engine.run(spec)).ipv4).toBe(first.ipv4);
    expect(await engine.addressUse(network, first.ipv4!)).toEqual({ kind: 'taken', by: spec.name });
    await engine.remove(spec.name);
    expect((await engine.run({ ...spec, address: first.ipv4 })).ipv4).toBe(first.ipv4);
    // Somebody else has it: nothing is left of the try.
    await expect(engine.run(aSpec('late', { address: first.ipv4 }))).rejects.toMatchObject({ code: 'AddressInUse' });
    expect(await engine.get(aSpec('late').name)).toBeUndefined();
    expect(await engine.addressUse(network, '203.0.113.1')).toEqual({ kind: 'outside' });
    await expect(engine.run(aSpec('outside', { address: '203.0.113.1' }))).rejects.toMatchObject({ code: 'AddressRefused' });
    expect(await engine.get(aSpec('outside').name)).toBeUndefined();
    for (const name of [spec.name, ...others.map((each) => each.name)]) await engine.remove(name);
  });

  test('in a network whose subnets the engine chose, containers get what comes next, and none what it asks for', async () => {
    const plain = `${network}-plain`;
    const connection = new EngineConnection(address);
    await connection.json({ method: 'POST', path: '/networks/create', body: { Name: plain, Driver: 'bridge' }, timeoutMs: 30_000 });
    const spec = aSpec('plain', { network: plain });
    const first = await engine.run(spec);
    const wanted = first.ipv4!.replace(/\d+$/, '200');
    await engine.remove(spec.name);
    await expect(engine.run({ ...spec, address: wanted })).rejects.toMatchObject({ code: 'AddressRefused' });
    expect(await engine.get(spec.name)).toBeUndefined();
    await removeNetwork(address, plain);
  });

  test('run refuses a container of that name which is not ours', async () => {
    await engine.run(aSpec('foreign'));
    await expect(engine.run(aSpec('foreign', { labels: { ...labels, owner: 'other' } }))).rejects.toMatchObject({ code: 'NameInUse', message: expect.stringContaining('owner') });
    await engine.remove(aSpec('foreign').name);
  });

  test('exec gives input, and tells both outputs and the exit code', async () => {
    const { name } = await engine.run(aSpec('exec'));
    const result = await engine.exec(name, { command: ['/bin/sh', '-c', 'cat; echo "$GREETING" >&2; exit 3'], stdin: 'in\nput', environment: { GREETING: 'hello' } });
    expect(result).toEqual({ exitCode: 3, stdout: 'in\nput', stderr: 'hello\n' });
    expect(await engine.exec(name, { command: ['/bin/sh', '-c', 'head -c 1 > /dev/null; exit 0'], stdin: randomBytes(1_000_000) })).toMatchObject({ exitCode: 0 });
    const big = randomBytes(3_000_000).toString('base64');
    expect((await engine.exec(name, { command: ['/bin/cat'], stdin: big })).stdout).toBe(big);
    expect(await engine.exec(name, { command: ['/bin/nosuch'] })).toMatchObject({ exitCode: 126 });
    await expect(engine.exec(name, { command: ['/bin/cat', '/dev/zero'] })).rejects.toMatchObject({ code: 'Refused', message: expect.stringContaining('printed more than') });
    await engine.remove(name);
  });

  test('exec gives up when time is over or the caller wants it', async () => {
    const hasty = new DockerEngine({ address, timeouts: { execMs: 300 } });
    const { name } = await engine.run(aSpec('slow'));
    await expect(hasty.exec(name, { command: ['/bin/sleep', '30'] })).rejects.toMatchObject({ code: 'Timeout' });
    await expect(engine.exec(name, { command: ['/bin/sleep', '30'] }, AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
    await engine.remove(name);
    await expect(engine.exec(name, { command: ['/bin/true'] })).rejects.toMatchObject({ code: 'ContainerNotFound' });
  });

  test('writeFile reaches files on disk and in memory, running or not', async () => {
    const spec = aSpec('files', { tmpfs: { '/run': '' } });
    const { name } = await engine.run(spec);
    await engine.writeFile(name, { path: '/etc/on-disk', content: 'one' });
    await engine.writeFile(name, { path: '/etc/on-disk', content: 'two', mode: 0o640 });
    await engine.writeFile(name, { path: '/run/in-memory', content: randomBytes(2_000_000), mode: 0o600 });
    const { stdout } = await engine.exec(name, { command: ['/bin/sh', '-c', 'cat /etc/on-disk; stat -c " %a %s" /etc/on-disk /run/in-memory'] });
    expect(stdout).toBe('two 640 3\n 600 2000000\n');
    await expect(engine.writeFile(name, { path: '/no/such/folder/x', content: 'x' })).rejects.toMatchObject({ name: 'ContainerEngineError' });
    await engine.remove(name);
  });

  test('kill reaches the first process, and logs tell what it printed', async () => {
    const script = 'trap "echo reloaded" HUP; echo started; while true; do sleep 0.1; done';
    const { name } = await engine.run(aSpec('signals', { entrypoint: ['/bin/sh', '-c', script], command: [] }));
    await eventually(async () => expect(await engine.logs(name, 10)).toContain('started'));
    await engine.kill(name, 'SIGHUP');
    await eventually(async () => expect(await engine.logs(name, 1)).toBe('reloaded\n'));
    await engine.remove(name);
  });

  test('a node runs with every right that this host grants, gets the proxy, and leaves no volume behind', async () => {
    const { name } = await engine.run(aSpec('node', { isNode: true }));
    const volume = await volumeOf(name);
    expect(await answers(`/volumes/${volume}`)).toBe(true);
    const { stdout } = await engine.exec(name, { command: ['/bin/sh', '-c', 'grep CapEff /proc/self/status; env | grep -i no_proxy; ls -d /lib/modules /var /run /tmp; tail -1 /proc/1/cgroup'] });
    expect(stdout).toMatch(new RegExp(`NO_PROXY=\\d+\\..*${name}.*\\.svc`));
    // SYS_ADMIN (bit 21) and NET_ADMIN (bit 12), without which no node can run.
    const granted = BigInt(`0x${/CapEff:\s+(\w+)/.exec(stdout)?.[1] ?? '0'}`);
    expect([(granted >> 21n) & 1n, (granted >> 12n) & 1n]).toEqual([1n, 1n]);
    expect((await engine.exec(name, { command: ['/bin/sh', '-c', 'mkdir -p /m && mount -t tmpfs none /m && echo mounted'] })).stdout).toBe('mounted\n');
    await engine.remove(name);
    expect(await answers(`/volumes/${volume}`)).toBe(false);
  });

  test('probes of the host run side by side and leave nothing, also of one that was killed before it started', async () => {
    const connection = new EngineConnection(address);
    const probeAt = (now: number) => new RightsProbe({ connection, timeouts: { shortMs: 30_000, lifecycleMs: 60_000 }, now: () => new Date(now), remove: (id) => engine.remove(id) });
    const { Id } = await connection.json<{ Id: string }>({ method: 'POST', path: '/containers/create', body: { Image: tinyImage, Labels: probeLabels, Cmd: ['/bin/true'] }, timeoutMs: 30_000 });
    const outputs = await Promise.all(['one', 'two'].map((word) => probeAt(Date.now()).run(tinyImage, `cd /proc; echo ${word} $(ls -d 1)`)));
    expect(outputs).toEqual(['one 1\n', 'two 1\n']);
    await eventually(async () => expect((await engine.list(probeLabels)).map(({ id }) => id)).toEqual([Id]));
    await expect(probeAt(Date.now() + 7_200_000).run('clusterwright.invalid/nosuch:1', 'true')).rejects.toMatchObject({ code: 'ImageNotFound' });
    await eventually(async () => expect(await engine.list(probeLabels)).toEqual([]));
  });

  test.each([
    { name: 'image', overrides: { image: 'clusterwright.invalid/nosuch:1' }, code: 'ImageNotFound' },
    { name: 'mount', overrides: { mounts: [{ source: '/no/such/folder', target: '/x' }] }, code: 'InvalidMount' },
    { name: 'file as folder', overrides: { mounts: [{ source: '/etc/hosts', target: '/bin' }] }, code: 'InvalidMount' },
    { name: 'command', overrides: { entrypoint: ['/bin/nosuch'] }, code: 'Refused' },
  ])('run with a wrong $name fails with $code and leaves nothing', async ({ overrides, code }) => {
    const spec = aSpec('wrong', overrides);
    await expect(engine.run(spec)).rejects.toMatchObject({ code });
    expect(await engine.get(spec.name)).toBeUndefined();
  });

  test('ensureImage is content with what is there, and says what cannot be pulled', async () => {
    await engine.ensureImage(tinyImage);
    expect(await engine.hasImage('clusterwright.invalid/nosuch:1')).toBe(false);
    await expect(engine.ensureImage('127.0.0.1:1/nosuch:1')).rejects.toMatchObject({ code: 'ImageNotFound', message: expect.stringContaining('127.0.0.1:1/nosuch:1') });
    await expect(engine.loadImageIntoNode('clusterwright.invalid/nosuch:1', 'x')).rejects.toMatchObject({ code: 'ImageNotFound' });
  });

  test('loadImageIntoNode streams the archive of the image into ctr', async () => {
    const { name } = await engine.run(aSpec('load'));
    await engine.writeFile(name, { path: '/bin/ctr', content: '#!/bin/sh\necho "$@" > /args; cat > /archive\n', mode: 0o755 });
    await engine.loadImageIntoNode(tinyImage, name);
    const { stdout } = await engine.exec(name, { command: ['/bin/sh', '-c', 'cat /args; tar -tf /archive | grep manifest.json'] });
    expect(stdout).toBe('--namespace=k8s.io images import -\nmanifest.json\n');
    await engine.writeFile(name, { path: '/bin/ctr', content: '#!/bin/sh\necho "write /x: no space left on device" >&2; exit 1\n', mode: 0o755 });
    await expect(engine.loadImageIntoNode(tinyImage, name)).rejects.toMatchObject({ code: 'NoSpace' });
    await engine.remove(name);
  });

  test('capacity is that of the host of the engine', async () => {
    expect(await engine.capacity()).toEqual({ cpu: expect.any(Number), memoryBytes: expect.any(Number) });
    expect((await engine.capacity()).memoryBytes).toBeGreaterThan(2 ** 28);
  });

  test('watch tells what happens to containers with these labels only', async () => {
    const stop = new AbortController();
    const events: ContainerEvent[] = [];
    engine.watch(labels, (event) => events.push(event), stop.signal);
    await eventually(async () => expect(events.map(({ action }) => action)).toEqual(['connected']));
    const { name } = await engine.run(aSpec('watched'));
    await engine.exec(name, { command: ['/bin/echo'] });
    await engine.remove(name);
    await eventually(async () => expect(events.map(({ action }) => action)).toEqual(['connected', 'create', 'start', 'die', 'destroy']));
    expect(events.at(-1)).toMatchObject({ name, labels });
    stop.abort();
  });
});

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function volumeOf(name: string): Promise<string> {
  const { Mounts } = await new EngineConnection(address).json<{ Mounts: readonly { Name: string; Destination: string }[] }>({ path: `/containers/${name}/json`, timeoutMs: 30_000 });
  return Mounts.find(({ Destination }) => Destination === '/var')!.Name;
}

const answers = (path: string): Promise<boolean> => new EngineConnection(address).bytes({ path, timeoutMs: 30_000 }).then(() => true, () => false);
