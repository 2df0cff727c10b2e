import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DevelopmentSetupError, kubectl } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';
import { ensureEngine, raiseInotifyLimit } from '../engine/docker-engine.ts';
import { nextCommands } from './next-commands.ts';
import type { NextCommandsInput } from './next-commands.ts';

const path = (relative: string): string => new URL(`../../${relative}`, import.meta.url).pathname;

/** Where the sample's machines come from: `BACKEND=docker`, or in memory. */
export interface Backend {
  readonly name: 'inMemory' | 'docker';
  /** Where its management cluster lives, below .work. */
  readonly folder: string;
  /** Manifest of the sample Cluster, below the repository. */
  readonly sample: string;
  readonly timeoutSeconds: number;
  /** Before anything is started: makes sure that machines can be made here. Errors: `DevelopmentSetupError` with what to do. */
  prepare(say: (line: string) => void): Promise<void>;
  /** Before the sample is applied. */
  install(controlPlane: ControlPlane): Promise<void>;
  /** What is still missing once the Cluster is Available; undefined when nothing is. */
  missing(controlPlane: ControlPlane): Promise<string | undefined>;
  nextCommands(input: NextCommandsInput): string[];
  /** Whether machines live on when the services end, so that the Cluster must be deleted with them. */
  readonly outlivesServices: boolean;
}

const inMemory: Backend = {
  name: 'inMemory',
  folder: 'quickstart',
  sample: 'examples/quickstart/cluster.yaml',
  timeoutSeconds: 180,
  prepare: async () => {},
  install: async () => {},
  missing: async () => undefined,
  nextCommands: (input) => nextCommands(input, { upgradeTo: 'v1.37.0' }),
  outlivesServices: false,
};

const docker: Backend = {
  name: 'docker',
  folder: 'quickstart-docker',
  sample: 'examples/quickstart-docker/cluster.yaml',
  timeoutSeconds: 600,
  async prepare(say) {
    await ensureEngine(say);
    raiseInotifyLimit(say);
    say('building or finding node images (make node-images)');
    const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', path('tools/node-images/build.ts')], { stdio: 'inherit', env: { MINORS: 'v1.36', ...process.env } });
    if (status !== 0) throw new DevelopmentSetupError('the node images could not be built, see above');
  },
  async install(controlPlane) {
    const manifest = await kubectl(controlPlane, ['create', 'configmap', 'pod-network', `--from-file=${path('tools/node-images/pod-network/pod-network.yaml')}`, '--dry-run=client', '-o', 'yaml']);
    await kubectl(controlPlane, ['apply', '--server-side', '--force-conflicts', '-f', '-'], manifest);
  },
  async missing(controlPlane) {
    const { data } = JSON.parse(await kubectl(controlPlane, ['get', 'secret', 'quickstart-kubeconfig', '-o', 'json'])) as { data: { value: string } };
    const kubeconfig = join(controlPlane.dir, 'workload.kubeconfig');
    writeFileSync(kubeconfig, Buffer.from(data.value, 'base64'), { mode: 0o600 });
    const ready = await kubectl({ binaries: controlPlane.binaries, kubeconfig }, ['--request-timeout=5s', '-n', 'kube-system', 'get', 'deployment', 'coredns', '-o', 'jsonpath={.status.readyReplicas}']).catch(() => '');
    return Number(ready) > 0 ? undefined : 'CoreDNS is not ready in the workload cluster';
  },
  nextCommands: (input) => nextCommands(input, {}),
  outlivesServices: true,
};

export const backends = [inMemory, docker];

/** The backend that the environment asks for. Errors: `DevelopmentSetupError` naming the choices. */
export function chosenBackend(name = process.env['BACKEND'] ?? ''): Backend {
  const chosen = backends.find((backend) => backend.name.toLowerCase() === name.toLowerCase()) ?? (name === '' ? inMemory : undefined);
  if (!chosen) throw new DevelopmentSetupError(`BACKEND=${name} is none. There are: ${backends.map((backend) => backend.name).join(', ')}.`);
  return chosen;
}

/** Removes containers of a Cluster whose services were killed before they could. Does nothing where no engine answers. */
export function removeContainers(cluster: string): void {
  try {
    const names = execFileSync('docker', ['ps', '--all', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${cluster}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n').filter(Boolean);
    if (names.length > 0) execFileSync('docker', ['rm', '--force', '--volumes', ...names], { stdio: 'ignore' });
  } catch {
    // No docker command or no engine: nothing of ours runs there.
  }
}
