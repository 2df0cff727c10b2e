import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildGoProgram, cacheRoot, kubernetesLinkerFlags, lockFile } from '@clusterwright/test-env';
import type { Progress } from '@clusterwright/test-env';

/** Programs that come out of one Go module of sources/. */
interface Module {
  readonly module: string;
  readonly programs: Readonly<Record<string, string>>;
}

export const sources = new URL('sources/', import.meta.url).pathname;

const kubernetesPrograms = ['kubeadm', 'kubelet', 'kubectl', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'] as const;
export type KubernetesProgram = (typeof kubernetesPrograms)[number];

const modules = {
  containerd: {
    module: 'containerd',
    programs: {
      containerd: 'github.com/containerd/containerd/v2/cmd/containerd',
      'containerd-shim-runc-v2': 'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
      ctr: 'github.com/containerd/containerd/v2/cmd/ctr',
    },
  },
  etcd: { module: 'etcd', programs: { etcd: 'go.etcd.io/etcd/server/v3', etcdctl: 'go.etcd.io/etcd/etcdctl/v3' } },
  coredns: { module: 'coredns', programs: { coredns: 'github.com/coredns/coredns' } },
  pause: { module: 'pause', programs: { pause: '.' } },
} as const satisfies Record<string, Module>;

export type SharedProgram = { [Name in keyof typeof modules]: keyof (typeof modules)[Name]['programs'] }[keyof typeof modules];

/** The minor versions that sources/ pins, oldest first, as v1.35. */
export function pinnedMinors(names: readonly string[] = readdirSync(sources)): readonly string[] {
  const minors = names.flatMap((name) => /^kubernetes-1\.(\d+)$/.exec(name)?.[1] ?? []);
  return minors.sort((one, other) => Number(one) - Number(other)).map((minor) => `v1.${minor}`);
}

/** The version that a go.mod pins of a Go module. */
export function pinnedVersion(goMod: string, goModule: string): string {
  const version = goMod.split('\n').flatMap((line) => {
    const [name, version] = line.trim().replace(/^require\s+/, '').split(/\s+/);
    return name === goModule && version?.startsWith('v') ? [version] : [];
  })[0];
  if (!version) throw new Error(`nothing pins ${goModule}`);
  return version;
}

export function kubernetesVersion(minor: string): string {
  return pinnedVersion(readFileSync(join(moduleFolder(minor), 'go.mod'), 'utf8'), 'k8s.io/kubernetes');
}

const moduleFolder = (minor: string): string => join(sources, `kubernetes-${minor.slice(1)}`);

/** The Go modules that a node of one minor version is made of, as folders of sources/. */
export function sourcesOf(minor: string): readonly string[] {
  return [...Object.values(modules).map(({ module }) => module), basename(moduleFolder(minor))];
}

/** Builds what is missing of containerd, etcd, CoreDNS and pause; returns where each program is. */
export async function sharedPrograms(progress: Progress): Promise<Readonly<Record<SharedProgram, string>>> {
  const built: Record<string, string> = {};
  for (const { module, programs } of Object.values(modules)) Object.assign(built, await buildModule({ module, programs }, progress));
  return built as Record<SharedProgram, string>;
}

/** Builds what is missing of one Kubernetes version; returns where each program is. */
export async function kubernetesBinaries(minor: string, progress: Progress): Promise<Readonly<Record<KubernetesProgram, string>>> {
  const programs = Object.fromEntries(kubernetesPrograms.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`]));
  const built = await buildModule({ module: `kubernetes-${minor.slice(1)}`, programs }, progress, kubernetesLinkerFlags(moduleFolder(minor)));
  return built as Record<KubernetesProgram, string>;
}

async function buildModule({ module, programs }: Module, progress: Progress, linkerFlags = '-s -w'): Promise<Record<string, string>> {
  const cwd = join(sources, module);
  const folder = join(cacheRoot(), 'node-images', `${module}-${digestOfFolder(cwd).slice(0, 12)}`);
  mkdirSync(folder, { recursive: true });
  const missing = Object.keys(programs).filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) {
    const release = await lockFile(join(folder, 'build.lock'), progress);
    try {
      progress(`building ${missing.join(', ')} with Go, once; kept in ${folder}`);
      for (const name of missing.filter((candidate) => !existsSync(join(folder, candidate)))) {
        await buildGoProgram({ name, path: programs[name] ?? '.', module: cwd, linkerFlags }, { folder, env: process.env, progress });
      }
    } finally {
      release();
    }
  }
  return Object.fromEntries(Object.keys(programs).map((name) => [name, join(folder, name)]));
}

/** A digest of the names and contents of all files of a folder, tests aside. */
export function digestOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'));
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(`${path.slice(folder.length)}\0`);
    hash.update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}
