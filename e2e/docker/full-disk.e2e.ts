import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { defaultLoadBalancerImage } from '../../tools/node-images/load-balancer-image.ts';
import { Environment, conditionOf } from './environment.ts';
import { SmallEngine } from './small-engine.ts';
import { Story } from './story.ts';

const version = kubernetesVersion('v1.36');
const namespace = 'e2e-full-disk';
const shared = join(tmpdir(), `clusterwright-e2e-${String(process.pid)}`);
/** While this file exists, a worker takes all the room there is, before kubeadm runs and while it runs. */
const greed = join(shared, 'greed');
const takeAllThenJoin = {
  joinConfiguration: { nodeRegistration: { criSocket: 'unix:///run/containerd/containerd.sock' }, timeouts: { kubeletHealthCheckSeconds: 60, tlsBootstrapSeconds: 60 } },
  preKubeadmCommands: [
    'if test -e /mnt/shared/greed; then cat /dev/zero >/var/greedy; fi; true',
    '(while test -e /mnt/shared/greed; do cat /dev/zero >>/var/greedy; sleep 0.1; done) >/dev/null 2>&1 &',
  ],
};

let engine: SmallEngine | undefined;
let environment: Environment | undefined;

beforeAll(async () => {
  mkdirSync(shared, { recursive: true });
  engine = await SmallEngine.start('full-disk', 6144);
  await engine.bring(`kindest/node:${version}`, defaultLoadBalancerImage);
  environment = await Environment.start('full-disk', { engine: engine.host });
}, 300_000);

afterAll(async () => {
  await environment?.stop();
  await engine?.stop();
  rmSync(shared, { recursive: true, force: true });
});

test('a full disk is said wherever it is met; with room again the cluster comes up, and nothing is left of what failed', async () => {
  if (!engine || !environment) throw new Error('beforeAll failed');
  const disk = engine;
  disk.takeAllBut(0);
  const shape = { namespace, name: 'fd', version, controlPlanes: 1, workers: 0, devMachine: { extraMounts: [{ containerPath: '/mnt/shared', hostPath: shared, readOnly: true }] }, workerConfig: takeAllThenJoin };
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await said(story, 'devclusters', 'LoadBalancerAvailable', 'False NotAvailable');

    // Enough for containers, too little for the images that a node unpacks at its first boot.
    disk.takeAllBut(100);
    await said(story, 'devmachines', 'CGroupsReady', 'False NotReady');
    disk.release();
    await story.settled({ controlPlanes: 1, workers: 0 });

    disk.takeAllBut(0);
    await story.patch(`machinedeployment/${story.workers}`, { spec: { replicas: 1 } });
    await said(story, 'devmachines', 'ContainerProvisioned', 'False NotProvisioned');
    writeFileSync(greed, '');
    disk.release();
    await said(story, 'devmachines', 'BootstrapCompleted', 'False Failed');

    // What is broken is replaced by whoever looks after the cluster; its room comes back with it.
    rmSync(greed);
    const [failed] = await story.machines('workers');
    await environment?.kubectl('-n', namespace, 'delete', 'machine', String(failed?.metadata.name), '--wait=false');
    await story.settled({ controlPlanes: 1, workers: 1 });
    await story.deleteAll();
  });
});

/** Waits until an object of the kind says on the condition that the disk is full. `verdict`: status and reason. */
async function said(story: Story, kind: string, type: string, verdict: string): Promise<void> {
  await eventually(
    async () => {
      const conditions = (await story.environment.list(namespace, kind)).flatMap((object) => conditionOf(object, type) ?? []);
      const sentences = conditions.map(({ status, reason, message }) => `${status} ${reason} ${(message ?? '').toLowerCase()}`);
      expect(sentences).toContainEqual(expect.stringMatching(new RegExp(`^${verdict} [^]*no space left on device`)));
    },
    { timeoutMs: 300_000, intervalMs: 500 },
  );
}
