import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBinaries } from './build-binaries.ts';
import { DevelopmentSetupError } from './errors.ts';
import { goIsInstalled } from './go-build.ts';

export const binaryNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;
export type BinaryName = (typeof binaryNames)[number];

/** Where each program is. Only the controller manager may be missing: then nothing collects garbage, deletes namespaces or aggregates roles. */
export type Binaries = Readonly<Record<Exclude<BinaryName, 'kube-controller-manager'>, string>> & { readonly 'kube-controller-manager'?: string | undefined };

export type Progress = (line: string) => void;

export interface FindBinariesOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: Progress;
  /** The folder of the pinned Go modules; by default this repository's tools/kubernetes. */
  readonly sources?: string;
}

const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url));
const lockedFiles = ['go.mod', 'go.sum', 'etcd/go.mod', 'etcd/go.sum'];

/** The cache folder of one set of pinned modules: another pin, another folder. */
export function binaryCacheFolder(sources: string, env: NodeJS.ProcessEnv = process.env): string {
  const digest = createHash('sha256');
  for (const name of lockedFiles) digest.update(readFileSync(join(sources, name)));
  return join(cacheRoot(env), `kubernetes-${digest.digest('hex').slice(0, 12)}`);
}

/** Where everything is kept that is built once per machine and not per checkout. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'clusterwright');
}

/**
 * Finds the programs of the management control plane: KUBEBUILDER_ASSETS, then the cache folder, then built with Go into the cache folder.
 *
 * Errors: `DevelopmentSetupError`, saying what to install or set.
 */
export async function findBinaries(options: FindBinariesOptions = {}): Promise<Binaries> {
  const { env = process.env, progress = () => {}, sources = join(repositoryRoot, 'tools/kubernetes') } = options;
  const assets = env['KUBEBUILDER_ASSETS'];
  const cache = binaryCacheFolder(sources, env);
  if (assets) assertAssets(assets);
  const folders = [...(assets ? [assets] : []), cache];
  const find = (name: BinaryName): string | undefined => folders.map((folder) => join(folder, name)).find(isExecutable);
  const missing = binaryNames.filter((name) => find(name) === undefined);
  if (missing.length > 0 && !(assets && canDoWithout(missing, env))) await buildBinaries({ names: missing, folder: cache, sources, env, progress });
  const binaries = collect(find, env);
  warnWithoutCollector(binaries, progress);
  return binaries;
}

function warnWithoutCollector(binaries: Binaries, progress: (line: string) => void): void {
  if (binaries['kube-controller-manager']) return;
  progress('no kube-controller-manager in KUBEBUILDER_ASSETS and no Go to build it: objects whose owners are gone will stay (no garbage collection)');
}

function collect(find: (name: BinaryName) => string | undefined, env: NodeJS.ProcessEnv): Binaries {
  return {
    etcd: found('etcd', find('etcd')),
    'kube-apiserver': found('kube-apiserver', find('kube-apiserver')),
    kubectl: found('kubectl', find('kubectl') ?? onPath('kubectl', env)),
    'kube-controller-manager': find('kube-controller-manager'),
  };
}

/** With an API server of their own people need no Go: what setup-envtest does not bring is left out then. */
function canDoWithout(missing: readonly BinaryName[], env: NodeJS.ProcessEnv): boolean {
  return missing.every((name) => name === 'kube-controller-manager' || name === 'kubectl') && !goIsInstalled(env);
}

function found(name: BinaryName, path: string | undefined): string {
  if (!path) throw new DevelopmentSetupError(`${name} is neither in KUBEBUILDER_ASSETS nor on the PATH, and Go is not installed to build it. Install ${name === 'kubectl' ? 'kubectl or ' : ''}Go 1.26 or later.`);
  return path;
}

function assertAssets(folder: string): void {
  const missing = (['etcd', 'kube-apiserver'] as const).filter((name) => !isExecutable(join(folder, name)));
  if (missing.length === 0) return;
  throw new DevelopmentSetupError(`KUBEBUILDER_ASSETS=${folder} has no ${missing.join(' and no ')}. Point it to a folder with both (as setup-envtest makes them), or unset it to have them built with Go.`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first executable of that name in PATH. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path) && isExecutable(path));
}
