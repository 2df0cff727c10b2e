import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@clusterwright/test-env';
import { workFolder } from '../../tools/local/stack.ts';
import { dockerAt } from './docker.ts';
import type { Docker } from './docker.ts';

const mebibyte = 1024 * 1024;

/** A Docker engine of our own on a small disk, which can be filled and emptied. Needs root, dockerd, and a loop device. */
export class SmallEngine {
  readonly host: string;
  readonly docker: Docker;
  /** What the engine itself logged. */
  readonly log: string;
  readonly #dir: string;
  readonly #run: string;

  private constructor(dir: string, run: string) {
    this.#dir = dir;
    this.#run = run;
    this.host = `unix://${join(run, 'docker.sock')}`;
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
    mkdirSync(this.#run, { recursive: true });
    const image = join(this.#dir, 'disk.img');
    writeFileSync(image, '');
    truncateSync(image, sizeMiB * mebibyte);
    execFileSync('mkfs.ext4', ['-q', '-m', '0', image]);
    execFileSync('mount', ['-o', 'loop', image, this.#disk]);
    const output = openSync(this.log, 'w');
    // No bridge of its own: docker0 belongs to the usual engine.
    const args = ['--data-root', join(this.#disk, 'docker'), '--exec-root', join(this.#run, 'exec'), '--pidfile', this.#pidFile, '--host', this.host, '--bridge', 'none'];
    spawn('dockerd', args, { stdio: ['ignore', output, output] });
    closeSync(output);
    await eventually(async () => expect(await this.docker('version', '--format', '{{.Server.Os}}')).toBe('linux\n'), { timeoutMs: 60_000, intervalMs: 500 });
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
    execFileSync('fallocate', ['--length', `${String(Math.max(1, this.freeMiB - leaveMiB))}MiB`, this.#filler]);
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
    // The bridges of its networks would outlive it.
    await this.docker('network', 'prune', '--force');
    await this.#clear();
  }

  /** Ends this engine, or the one that a killed run left, and takes away its disk. */
  async #clear(): Promise<void> {
    if (existsSync(this.#pidFile)) {
      const pid = Number(readFileSync(this.#pidFile, 'utf8'));
      if (isRunning(pid)) process.kill(pid);
      await eventually(() => expect(isRunning(pid)).toBe(false), { timeoutMs: 60_000, intervalMs: 200 });
    }
    // Containers that outlived their engine may still hold it.
    spawnSync('umount', ['--lazy', this.#disk], { stdio: 'ignore' });
    rmSync(this.#dir, { recursive: true, force: true });
    rmSync(this.#run, { recursive: true, force: true });
  }

  get #pidFile(): string {
    return join(this.#dir, 'dockerd.pid');
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${String(pid)}/comm`) && readFileSync(`/proc/${String(pid)}/comm`, 'utf8') === 'dockerd\n';
}
