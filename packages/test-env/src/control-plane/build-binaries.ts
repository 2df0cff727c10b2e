import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BinaryName, Progress } from './binaries.ts';
import { DevelopmentSetupError } from './errors.ts';
import { buildGoProgram, goIsInstalled, kubernetesLinkerFlags, lockFile } from './go-build.ts';

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

/** Builds programs of the control plane from the pinned modules, one after the other. Two processes that need them build them once. */
export async function buildBinaries(options: BuildOptions): Promise<void> {
  const { names, folder, sources, env, progress } = options;
  if (!goIsInstalled(env)) {
    throw new DevelopmentSetupError(
      `The management control plane needs ${names.join(', ')}, and neither KUBEBUILDER_ASSETS nor ${folder} has them. Install Go 1.26 or later (https://go.dev/dl) so that they can be built once, or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kubectl.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  const release = await lockFile(join(folder, 'build.lock'), progress);
  try {
    const missing = names.filter((name) => !existsSync(join(folder, name)));
    const expected = missing.reduce((sum, name) => sum + packages[name].seconds, 0);
    if (missing.length > 0) progress(`building ${missing.join(', ')} with Go, once (about ${String(Math.ceil(expected / 60))} min with two cores); kept in ${folder}`);
    for (const name of missing) {
      const { module, path } = packages[name];
      await buildGoProgram({ name, path, module: join(sources, module), linkerFlags: kubernetesLinkerFlags(sources) }, { folder, env, progress });
    }
  } finally {
    release();
  }
}
