import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { engineAddress } from '../adapters/docker/engine-address.ts';
import { EngineConnection } from '../adapters/docker/engine-connection.ts';
import { DockerEngine } from '../adapters/docker/docker-engine.ts';
import { importTinyImage, removeNetwork, tinyImage } from '../adapters/docker/docker-engine.fixtures.ts';
import type { ExecRequest, ExecResult, ContainerSpec } from '../ports/container-engine.ts';
import { readBootstrapState, startBootstrap } from './bootstrap-run.ts';
import type { BootstrapState } from './bootstrap-run.ts';
import { planBootstrap } from './plan-bootstrap.ts';

const suffix = randomBytes(4).toString('hex');
const network = `clusterwright-itest-${suffix}`;
const labels = { 'clusterwright.dev/itest': suffix };
const address = engineAddress(process.env);
const engine = new DockerEngine({ address });
const facts = { hostname: 'node-1' };

const machine = async (name: string, disk: Pick<ContainerSpec, 'volumes' | 'tmpfs'> = { volumes: ['/var'] }): Promise<string> =>
  (await engine.run({ name: `cw-${suffix}-${name}`, image: tinyImage, network, labels, entrypoint: ['/bin/sleep'], command: ['600'], ...disk, tmpfs: { '/run': '', '/tmp': '', ...disk.tmpfs } })).name;
const start = (name: string, text: string, timeoutSeconds?: number): Promise<void> => startBootstrap(engine, name, planBootstrap(text, 'cloud-config', facts), { timeoutSeconds });
const shell = async (name: string, script: string): Promise<string> => (await engine.exec(name, { command: ['/bin/sh', '-c', script] })).stdout;

async function settled(name: string): Promise<BootstrapState> {
  for (let tries = 0; tries < 200; tries++) {
    const state = await readBootstrapState(engine, name);
    if (state.state !== 'running') return state;
    await delay(100);
  }
  throw new Error('the bootstrap does not end');
}

describe('bootstrap in a real container', () => {
  beforeAll(() => importTinyImage(address));
  afterAll(async () => {
    for (const { name } of await engine.list(labels)) await engine.remove(name);
    await removeNetwork(address, network);
  });

  test('executes faithfully, once, and leaves no secret behind', async () => {
    const name = await machine('good');
    expect(await readBootstrapState(engine, name)).toEqual({ state: 'absent' });
    const text = `#cloud-config
disk_setup: {/dev/sdb: {table_type: gpt}}
write_files:
- {path: /etc/deep/folder/a, permissions: '0600', owner: '7:8', content: "it's \\"quoted\\" $HOME \\\\ \\nEND_OF_CONTENT\\n"}
- {path: /etc/deep/folder/a, append: true, permissions: '0600', owner: '7:8', content: more}
- {path: "/etc/with 'blank", content: ""}
runcmd:
- echo run >> /count; cat; sleep 0.5; echo visible
- [touch, "/etc/b c"]
`;
    await Promise.all([start(name, text), start(name, text), start(name, text)]);
    expect(await settled(name)).toEqual({ state: 'done' });
    await start(name, text);
    expect(await settled(name)).toEqual({ state: 'done' });
    expect(await shell(name, 'cat /count; cat /etc/deep/folder/a; stat -c " %a %u:%g %s" /etc/deep/folder/a "/etc/with \'blank" "/etc/b c"; cat /run/cluster-api/bootstrap-success.complete')).toBe(
      'run\nit\'s "quoted" $HOME \\ \nEND_OF_CONTENT\nmore 600 7:8 42\n 644 0:0 0\n 644 0:0 0\nsuccess\n',
    );
    expect(await shell(name, 'head -n 1 /var/log/cloud-init-output.log')).toBe('=== left out, without meaning in a container: disk_setup\n');
    expect(await shell(name, 'ls /var/lib/clusterwright/bootstrap; tail -n 2 /var/log/cloud-init-output.log')).toBe('output\nresult\nstep\nsupervisor\nvisible\n=== 5/5 run touch /etc/b c\n');
  });

  test('stops at the first failure and tells of it', async () => {
    const name = await machine('bad');
    await start(name, 'runcmd:\n- echo before\n- echo one; echo two >&2; exit 7\n- touch /never\n');
    expect(await settled(name)).toEqual({ state: 'failed', cause: 'exitCode', exitCode: 7, step: '2/3 run echo one; echo two >&2; exit 7', logTail: 'one\ntwo' });
    expect(await shell(name, 'ls /never /run/cluster-api 2>&1; true')).not.toContain('success');
    expect(await shell(name, 'ls /var/lib/clusterwright/bootstrap')).not.toContain('steps');
  });

  test('a step that fills the disk is told by its number, its last words and the disk; nothing begins on a disk that is full already', async () => {
    const name = await machine('full', { tmpfs: { '/var': 'size=1m' } });
    await start(name, 'runcmd:\n- cat /dev/zero > /var/greedy 2> /dev/null; true\n- echo last words; exit 3\n');
    expect(await settled(name)).toMatchObject({ state: 'failed', cause: 'exitCode', exitCode: 3, step: '2/2 run echo last words; exit 3', logTail: 'last words\nthe disk of the machine is full: no space left on device' });
    const full = await machine('full-before', { tmpfs: { '/var': 'size=1m' } });
    await shell(full, 'cat /dev/zero > /var/greedy; true');
    await expect(start(full, 'runcmd:\n- echo never\n')).rejects.toMatchObject({ code: 'NoSpace' });
    expect(await readBootstrapState(engine, full)).toEqual({ state: 'absent' });
    await shell(full, 'rm /var/greedy');
    await start(full, 'runcmd:\n- echo now\n');
    expect(await settled(full)).toEqual({ state: 'done' });
  });

  test('tells the step while it runs, and ends it when time is over', async () => {
    const name = await machine('slow');
    await start(name, 'runcmd:\n- echo waiting; sleep 300\n', 2);
    await delay(300);
    expect(await readBootstrapState(engine, name)).toEqual({ state: 'running', step: '1/1 run echo waiting; sleep 300' });
    expect(await settled(name)).toEqual({ state: 'failed', cause: 'timeout', step: '1/1 run echo waiting; sleep 300', logTail: 'waiting' });
    expect(await shell(name, 'for p in /proc/[0-9]*; do cat $p/cmdline 2> /dev/null; echo; done')).not.toContain('sleep300');
  });

  test('a container that was restarted meanwhile has failed, and nothing runs twice', async () => {
    const name = await machine('restarted');
    await start(name, 'runcmd:\n- echo run >> /count; sleep 300\n');
    await delay(300);
    await new EngineConnection(address).bytes({ method: 'POST', path: `/containers/${name}/restart`, query: { t: '0' }, timeoutMs: 60_000 });
    expect(await readBootstrapState(engine, name)).toMatchObject({ state: 'failed', cause: 'interrupted', step: '1/1 run echo run >> /count; sleep 300' });
    await start(name, 'runcmd: [echo run >> /count]');
    expect(await shell(name, 'cat /count')).toBe('run\n');
  });

  test('a script that was cut off on its way is not run, and the next one is', async () => {
    const name = await machine('cut');
    const half = { steps: [], ignored: [] };
    class CuttingEngine extends DockerEngine {
      override exec(container: string, request: ExecRequest): Promise<ExecResult> {
        return super.exec(container, { ...request, stdin: String(request.stdin).slice(0, -30) });
      }
    }
    await expect(startBootstrap(new CuttingEngine({ address }), name, half)).rejects.toMatchObject({ message: expect.stringContaining('cut off') });
    expect(await readBootstrapState(engine, name)).toEqual({ state: 'absent' });
    await start(name, 'runcmd: [echo]');
    expect(await settled(name)).toEqual({ state: 'done' });
  });

  test('a machine that another manager has bootstrapped is done', async () => {
    const name = await machine('adopted');
    await shell(name, 'mkdir -p /run/cluster-api; echo started > /run/cluster-api/capd.bootstrap.started');
    expect(await readBootstrapState(engine, name)).toEqual({ state: 'done' });
  });
});
