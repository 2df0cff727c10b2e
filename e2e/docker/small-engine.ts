import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@clusterwright/test-env';
import { workFolder } from '../../tools/local/stack.ts';
import { dockerAt } from './docker.ts';
import type { Docker } from './docker.ts';

const mebibyte = 1024 * 1024;
const namespace = 'clusterwright-e2e';
/** The network only: with `ip netns exec` the engine would not find its cgroups. */
const inNamespace = [`--net=/run/netns/${namespace}`];

/** The namespace's end of the cable to this machine, and where the containers are. */
const link = { host: '10.214.0.1/30', engine: '10.214.0.2/30', gateway: '10.214.0.2' };
const containers = '10.215.0.0/16';

/**
 * A Docker engine of our own on a small disk, which can be filled and emptied. Needs root, dockerd, iproute2, iptables and a loop device; one at a time.
 *
 * It has a network namespace of its own: two engines in one would overwrite each other's bridges and rules.
 */
export class SmallEngine {
  readonly host: string;
  readonly docker: Docker;
  /** What the engine itself logged. */
  readonly log: string;
  readonly #dir: string;
  readonly #sockets: string;

  private constructor(dir: string, sockets: string) {
    this.#dir = dir;
    this.#sockets = sockets;
    this.host = `unix://${join(sockets, 'docker.sock')}`;
    this.docker = dockerAt(this.host);
    this.log = join(dir, 'dockerd.log');
  }

  /** Starts an engine whose disk has `sizeMiB`, of which it takes only what is written. */
  static async start(name: string, sizeMiB: number): Promise<SmallEngine> {
    const dir = workFolder(`engine-${name}`);
    // The path of a socket must be short.
    const engine = new SmallEngine(dir, join(tmpdir(), `clusterwright-engine-${String(process.pid)}`));
    await engine.#start(sizeMiB);
    return engine;
  }

  async #start(sizeMiB: number): Promise<void> {
    await this.#clear();
    mkdirSync(this.#disk, { recursive: true });
    mkdirSync(this.#sockets, { recursive: true });
    const image = join(this.#dir, 'disk.img');
    writeFileSync(image, '');
    truncateSync(image, sizeMiB * mebibyte);
    run('mkfs.ext4', '-q', '-m', '0', image);
    run('mount', '-o', 'loop', image, this.#disk);
    addNamespace();
    const output = openSync(this.log, 'w');
    const args = ['--data-root', join(this.#disk, 'docker'), '--exec-root', join(this.#sockets, 'exec'), '--pidfile', this.#pidFile, '--host', this.host, '--default-address-pool', `base=${containers},size=24`, '--bip', '10.215.255.1/24'];
    spawn('nsenter', [...inNamespace, 'dockerd', ...args], { stdio: ['ignore', output, output] });
    closeSync(output);
    await eventually(async () => expect(await this.docker('version', '--format', '{{.Server.Os}}')).toBe('linux\n'), { timeoutMs: 60_000, intervalMs: 500 });
    // The engine lets nothing in by itself.
    run('nsenter', ...inNamespace, 'iptables', '--insert', 'FORWARD', '--jump', 'ACCEPT');
  }

  get #disk(): string {
    return join(this.#dir, 'disk');
  }

  /** Copies images of the usual engine. */
  async bring(...images: readonly string[]): Promise<void> {
    const archive = join(this.#dir, 'images.tar');
    await dockerAt()('save', '--output', archive, ...images);
    await this.docker('load', '--input', archive);
    rmSync(archive);
  }

  get freeMiB(): number {
    const { bavail, bsize } = statfsSync(this.#disk);
    return Math.floor((bavail * bsize) / mebibyte);
  }

  /** Takes all room of the disk but this much; at 0, not a byte can be written. */
  takeAllBut(leaveMiB: number): void {
    this.release();
    run('fallocate', '--length', `${String(Math.max(1, this.freeMiB - leaveMiB))}MiB`, this.#filler);
    // What is less than a mebibyte goes, too, until the disk says no.
    if (leaveMiB === 0) spawnSync('dd', ['if=/dev/zero', `of=${this.#filler}.rest`, 'bs=4k'], { stdio: 'ignore' });
  }

  release(): void {
    for (const file of [this.#filler, `${this.#filler}.rest`]) rmSync(file, { force: true });
  }

  get #filler(): string {
    return join(this.#disk, 'filler');
  }

  async stop(): Promise<void> {
    await this.#clear();
  }

  /** Ends this engine, or the one that a killed run left, and takes away its disk. */
  async #clear(): Promise<void> {
    if (existsSync(this.#pidFile)) {
      const pid = Number(readFileSync(this.#pidFile, 'utf8'));
      if (isRunning(pid)) process.kill(pid);
      await eventually(() => expect(isRunning(pid)).toBe(false), { timeoutMs: 60_000, intervalMs: 200 });
    }
    // With everything that the engine put in there, and our end of the cable.
    spawnSync('ip', ['netns', 'delete', namespace], { stdio: 'ignore' });
    // Containers that outlived their engine may still hold it.
    spawnSync('umount', ['--lazy', this.#disk], { stdio: 'ignore' });
    rmSync(this.#dir, { recursive: true, force: true });
    rmSync(this.#sockets, { recursive: true, force: true });
  }

  get #pidFile(): string {
    return join(this.#dir, 'dockerd.pid');
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${String(pid)}/comm`) && readFileSync(`/proc/${String(pid)}/comm`, 'utf8') === 'dockerd\n';
}

function addNamespace(): void {
  const cable = { host: 'cw-e2e-host', engine: 'cw-e2e-engine' };
  run('ip', 'netns', 'add', namespace);
  run('ip', 'link', 'add', cable.host, 'type', 'veth', 'peer', 'name', cable.engine, 'netns', namespace);
  run('ip', 'address', 'add', link.host, 'dev', cable.host);
  run('ip', 'link', 'set', cable.host, 'up');
  const inside = (...args: readonly string[]): void => run('ip', '-netns', namespace, ...args);
  inside('link', 'set', 'lo', 'up');
  inside('address', 'add', link.engine, 'dev', cable.engine);
  inside('link', 'set', cable.engine, 'up');
  inside('route', 'add', 'default', 'via', link.host.replace(/\/.*/, ''));
  run('ip', 'route', 'add', containers, 'via', link.gateway);
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}
