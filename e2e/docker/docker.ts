import { execFile } from 'node:child_process';

/** Runs the docker command and returns what it prints. Errors: with what it complained of. */
export type Docker = (...args: readonly string[]) => Promise<string>;

/** The docker command for the engine at `host`; the usual one where none is named. */
export function dockerAt(host?: string): Docker {
  const engine = host === undefined ? [] : ['--host', host];
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile('docker', [...engine, ...args], { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
        if (error) reject(new Error(`docker ${args.slice(0, 4).join(' ')}: ${stderr.trim() || error.message}`));
        else resolve(stdout);
      });
    });
}

export const docker = dockerAt();

/** Names of the containers of a Cluster, its load balancer included, running or not. */
export async function containersOf(cluster: string, run: Docker): Promise<string[]> {
  return lines(await run('ps', '--all', '--filter', `label=io.x-k8s.kind.cluster=${cluster}`, '--format', '{{.Names}}')).sort();
}

/** Volumes that no container has, not even one that ended. */
export async function unusedVolumes(run: Docker): Promise<Set<string>> {
  return new Set(lines(await run('volume', 'ls', '--quiet', '--filter', 'dangling=true')));
}

/** Names of the networks. */
export async function networks(run: Docker): Promise<Set<string>> {
  return new Set(lines(await run('network', 'ls', '--format', '{{.Name}}')));
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean);
