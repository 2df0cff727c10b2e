import { execFile } from 'node:child_process';

/** Runs the docker command and returns what it prints. Errors: with what it complained of. */
export function docker(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('docker', [...args], { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`docker ${args.slice(0, 4).join(' ')}: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
  });
}

/** Names of the containers of a Cluster, its load balancer included, running or not. */
export async function containersOf(cluster: string): Promise<string[]> {
  return lines(await docker('ps', '--all', '--filter', `label=io.x-k8s.kind.cluster=${cluster}`, '--format', '{{.Names}}')).sort();
}

export async function volumes(): Promise<Set<string>> {
  return new Set(lines(await docker('volume', 'ls', '--quiet')));
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean);
