import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from './control-plane.ts';
import { ProcessFailedError } from './errors.ts';

export const kustomizeBase = fileURLToPath(new URL('../../../../deploy/kustomize/base/', import.meta.url));

/** Runs the control plane's own kubectl as administrator and returns what it prints. */
export function kubectl(controlPlane: Pick<ControlPlane, 'binaries' | 'kubeconfig'>, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, KUBECONFIG: controlPlane.kubeconfig };
    const child = execFile(controlPlane.binaries.kubectl, [...args], { env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) reject(new ProcessFailedError(`kubectl ${args.join(' ')}: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
    child.stdin?.end(input ?? '');
  });
}

/** Installs the CRDs of every provider, with their contract labels, and waits until they are served. */
export async function installCrds(controlPlane: ControlPlane): Promise<void> {
  const folders = readdirSync(kustomizeBase).map((name) => join(kustomizeBase, name, 'crd')).filter((folder) => existsSync(join(folder, 'kustomization.yaml')));
  await Promise.all(folders.map((folder) => kubectl(controlPlane, ['apply', '--server-side', '--force-conflicts', '-k', folder])));
  if (folders.length > 0) await kubectl(controlPlane, ['wait', '--for=condition=Established', '--timeout=30s', 'crd', '--all']);
}
