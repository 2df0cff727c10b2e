import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DevelopmentSetupError } from './errors.ts';
import { isAlive, lastLines } from './processes.ts';

export interface GoProgram {
  /** The file's name in the folder of the results. */
  readonly name: string;
  /** The Go package of its main function. */
  readonly path: string;
  /** The folder of the go.mod that pins it. */
  readonly module: string;
  readonly linkerFlags?: string;
}

export interface GoBuildOptions {
  /** Where the results go. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;
}

export function goIsInstalled(env: NodeJS.ProcessEnv): boolean {
  return spawnSync('go', ['version'], { env, stdio: 'ignore' }).status === 0;
}

/** Builds one program from its pinned module, without a C compiler; the result appears when it is complete. */
export async function buildGoProgram({ name, path, module, linkerFlags = '-s -w' }: GoProgram, { folder, env, progress }: GoBuildOptions): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const unfinished = join(folder, `${name}.${String(process.pid)}.unfinished`);
  const log = join(folder, `${name}.build.log`);
  const started = Date.now();
  const elapsed = (): string => `${String(Math.round((Date.now() - started) / 1000))} s`;
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', linkerFlags, '-o', unfinished, path];
  const child = spawn('go', args, { cwd: module, env: { ...env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = createWriteStream(log);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const ticker = setInterval(() => progress(`  ${name}: building, ${elapsed()}`), 10_000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new DevelopmentSetupError(`go build of ${name} failed (exit ${String(code)}):\n${lastLines(log, 12)}`);
    renameSync(unfinished, join(folder, name));
    progress(`  ${name}: built in ${elapsed()}`);
  } finally {
    clearInterval(ticker);
    output.end();
    rmSync(unfinished, { force: true });
  }
}

/** Linker flags that stamp the version go.mod pins, as a release build does: discovery and `kubectl version` show it. */
export function kubernetesLinkerFlags(module: string): string {
  const version = /k8s\.io\/kubernetes (v\S+)/.exec(readFileSync(join(module, 'go.mod'), 'utf8'))?.[1];
  if (!version) throw new DevelopmentSetupError(`${module}/go.mod requires no k8s.io/kubernetes`);
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const stamp = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((at) => [`-X ${at}.gitVersion=${version}`, `-X ${at}.gitMajor=${String(major)}`, `-X ${at}.gitMinor=${String(minor)}`, `-X ${at}.gitTreeState=clean`]);
  return ['-s', '-w', ...stamp].join(' ');
}

/** Takes a lock file holding the owner's pid, also over from a process that is gone; resolves to what releases it. */
export async function lockFile(file: string, progress: (line: string) => void): Promise<() => void> {
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (owner > 0 && !isAlive(owner)) rmSync(file, { force: true });
    else {
      if (waited % 20 === 0) progress(`waiting for process ${String(owner)}, which is building the same`);
      await sleep(500);
    }
  }
}
