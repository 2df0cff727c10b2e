import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Killer } from '../chaos/killer.ts';
import { seededRandom } from '../chaos/random.ts';
import { ApiCaller } from './api-caller.ts';
import type { Calls } from './api-caller.ts';
import { Environment } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const from = kubernetesVersion('v1.35');
const to = kubernetesVersion('v1.36');
const shape = { namespace: 'e2e-upgrade', name: 'up', version: from, controlPlanes: 3, workers: 2 };
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

beforeAll(async () => {
  environment = await Environment.start('upgrade');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test(`3 + 2 machines are upgraded by a minor version while the services are killed (seed ${String(seed)}), and replaced once more without that; somebody calls the API server all the time`, async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 3, workers: 2 });
    const upgrade = await calledDuring(story, () => killedDuring(() => upgradeAll(story)));
    // A call hangs where infra-docker is killed in the seconds between the removal of an etcd member and the end of its machine: nobody takes its traffic away.
    expect(upgrade.failed.length / upgrade.made).toBeLessThan(0.003);
    await story.settled({ controlPlanes: 3, workers: 2, version: to });
    const kubectl = await story.workload();
    expect(await kubectl('-n', 'kube-system', 'get', 'daemonset', 'kube-proxy', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe(`registry.k8s.io/kube-proxy:${to}`);

    const rollout = await calledDuring(story, () => replaceControlPlane(story));
    expect(rollout.failed).toEqual([]);
    await story.deleteAll();
  });
});

async function upgradeAll(story: Story): Promise<void> {
  await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { version: to } });
  await story.controlPlaneAt(to, 3);
  await story.patch(`machinedeployment/${story.workers}`, { spec: { template: { spec: { version: to } } } });
  await story.settled({ controlPlanes: 3, workers: 2, version: to });
}

async function replaceControlPlane(story: Story): Promise<void> {
  const names = async (): Promise<string[]> => (await story.machines('control plane')).map(({ metadata }) => metadata.name);
  const before = await names();
  // To the second, as Machines are dated: their successors must not be older.
  const after = new Date().toISOString().replace(/\.\d+/, '');
  await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { rollout: { after } } });
  await eventually(async () => expect((await names()).filter((name) => before.includes(name))).toEqual([]), { timeoutMs: 15 * 60_000, intervalMs: 1000 });
  await story.settled({ controlPlanes: 3, workers: 2, version: to });
}

async function killedDuring(action: () => Promise<void>): Promise<void> {
  const killer = new Killer({ stack: environment.stack, random: seededRandom(seed), everyMs: 15_000, apiServerShare: 0.05, log: (line) => console.info(`${new Date().toISOString()} ${line}`) });
  try {
    killer.rage();
    await action();
  } finally {
    await killer.rest();
  }
}

async function calledDuring(story: Story, action: () => Promise<void>): Promise<Calls> {
  const caller = new ApiCaller(loadConnection(await environment.workloadKubeconfig(story.shape.namespace, story.shape.name)));
  try {
    await action();
  } finally {
    const { made, failed } = await caller.stop();
    console.info(`${String(made)} calls, ${String(failed.length)} failed\n${failed.join('\n')}`);
  }
  return caller.stop();
}
