import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BinaryName, Progress } from './binaries.ts';
import { DevelopmentSetupError } from './errors.ts';
import { isAlive, lastLines } from './processes.ts';

interface BuildOptions {
  readonly names: readonly BinaryName[];
  /** Where the results go. */
  readonly folder: string;
  /** tools/kubernetes */
  readonly sources: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

const packages: Readonly<Record<BinaryName, { readonly module: string; readonly path: string; readonly seconds: number }>> = {
  etcd: { module: 'etcd', path: 'go.etcd.io/etcd/server/v3', seconds: 40 },
  'kube-apiserver': { module: '.', path: 'k8s.io/kubernetes/cmd/kube-apiserver', seconds: 200 },
  'kube-controller-manager': { module: '.', path: 'k8s.io/kubernetes/cmd/kube-controller-manager', seconds: 75 },
  kubectl: { module: '.', path: 'k8s.io/kubernetes/cmd/kubectl', seconds: 30 },
};

export function goIsInstalled(env: NodeJS.ProcessEnv): boolean {
  return spawnSync('go', ['version'], { env, stdio: 'ignore' }).status === 0;
}

/** Builds programs of the control plane from the pinned modules, one after the other. Two processes that need them build them once. */
export async function buildBinaries(options: BuildOptions): Promise<void> {
  const { names, folder, sources, env, progress } = options;
  if (!goIsInstalled(env)) {
    throw new DevelopmentSetupError(
      `The management control plane needs ${names.join(', ')}, and neither KUBEBUILDER_ASSETS nor ${folder} has them. Install Go 1.26 or later (https://go.dev/dl) so that they can be built once, or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kubectl.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  const release = await lock(join(folder, 'build.lock'), progress);
  try {
    const missing = names.filter((name) => !existsSync(join(folder, name)));
    const expected = missing.reduce((sum, name) => sum + packages[name].seconds, 0);
    if (missing.length > 0) progress(`building ${missing.join(', ')} with Go, once (about ${String(Math.ceil(expected / 60))} min with two cores); kept in ${folder}`);
    for (const name of missing) await build(name, { folder, sources, env, progress });
  } finally {
    release();
  }
}

async function build(name: BinaryName, { folder, sources, env, progress }: Omit<BuildOptions, 'names'>): Promise<void> {
  const { module, path } = packages[name];
  const cwd = join(sources, module);
  const unfinished = join(folder, `${name}.${String(process.pid)}.unfinished`);
  const log = join(folder, `${name}.build.log`);
  const started = Date.now();
  const elapsed = (): string => `${String(Math.round((Date.now() - started) / 1000))} s`;
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', linkerFlags(sources), '-o', unfinished, path];
  const child = spawn('go', args, { cwd, env: { ...env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Stamps the version that go.mod pins, as a release build does: discovery and `kubectl version` show it. */
export function linkerFlags(sources: string): string {
  const version = /k8s\.io\/kubernetes (v\S+)/.exec(readFileSync(join(sources, 'go.mod'), 'utf8'))?.[1];
  if (!version) throw new DevelopmentSetupError(`${sources}/go.mod requires no k8s.io/kubernetes`);
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const stamp = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((at) => [`-X ${at}.gitVersion=${version}`, `-X ${at}.gitMajor=${String(major)}`, `-X ${at}.gitMinor=${String(minor)}`, `-X ${at}.gitTreeState=clean`]);
  return ['-s', '-w', ...stamp].join(' ');
}

/** A lock file holding the owner's pid; taken over when that process is gone. */
async function lock(file: string, progress: Progress): Promise<() => void> {
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
      if (waited % 20 === 0) progress(`waiting for process ${String(owner)}, which is building the control plane`);
      await sleep(500);
    }
  }
}
