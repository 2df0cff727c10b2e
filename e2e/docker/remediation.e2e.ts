import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { docker } from './docker.ts';
import { Environment } from './environment.ts';
import { etcdLeader, etcdMembers } from './etcd.ts';
import { healthCheck } from './health-check.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-remediation', name: 're', version: kubernetesVersion('v1.36'), controlPlanes: 3, workers: 1 };

beforeAll(async () => {
  environment = await Environment.start('remediation');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a worker and the leader of etcd that were killed, and a control plane machine that hangs, are noticed and replaced; etcd is healthy again', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await environment.apply([healthCheck(shape, 'workers', { 'cluster.x-k8s.io/deployment-name': story.workers }), healthCheck(shape, 'control-plane', { 'cluster.x-k8s.io/control-plane': '' })]);
    await story.settled({ controlPlanes: 3, workers: 1 });

    const [worker] = await story.machines('workers');
    await docker('kill', String(worker?.metadata.name));
    await replaced(story, 'workers', worker?.metadata.name);
    await story.settled({ controlPlanes: 3, workers: 1 });

    const leader = await etcdLeader(story);
    await docker('kill', leader);
    await controlPlaneReplaced(story, leader);
    // One that was there from the start: a replacement that fails soon counts as a second try.
    const [oldest] = await story.machines('control plane');
    const hanging = String(oldest?.metadata.name);
    await docker('pause', hanging);
    await controlPlaneReplaced(story, hanging);
    await story.deleteAll();
  });
});

/** The machine goes, another takes its place, and etcd has the members that the control plane has machines: all of them healthy. */
async function controlPlaneReplaced(story: Story, name: string): Promise<void> {
  await replaced(story, 'control plane', name);
  await story.settled({ controlPlanes: 3, workers: 1 });
  expect(await etcdMembers(story)).toEqual((await story.machines('control plane')).map(({ metadata }) => metadata.name).toSorted());
  const { status } = await story.get('kubeadmcontrolplane', story.controlPlane);
  expect(status?.['lastRemediation']).toMatchObject({ machine: name, retryCount: 0 });
}

async function replaced(story: Story, of: 'control plane' | 'workers', name: string | undefined): Promise<void> {
  await eventually(async () => expect((await story.machines(of)).map(({ metadata }) => metadata.name)).not.toContain(name), { timeoutMs: 10 * 60_000, intervalMs: 1000 });
}
