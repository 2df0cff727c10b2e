import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { docker } from './docker.ts';
import { EngineProxy } from './engine-proxy.ts';
import { Environment, conditionOf } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const version = kubernetesVersion('v1.36');
const engine = new EngineProxy(join(tmpdir(), `clusterwright-e2e-${String(process.pid)}.sock`));
const image = 'clusterwright/e2e-absent:1';
const mounted = join(tmpdir(), `clusterwright-e2e-${String(process.pid)}`);

beforeAll(async () => {
  await engine.start();
  await forget();
  environment = await Environment.start('faults', { env: { DOCKER_HOST: `unix://${engine.path}` } });
}, 300_000);

afterAll(async () => {
  await environment.stop();
  engine.stop();
  await forget();
});

async function forget(): Promise<void> {
  rmSync(mounted, { recursive: true, force: true });
  await docker('rmi', image).catch(() => undefined);
}

test('an image, a mount and an engine that are not there are said on conditions; each is repaired in turn, and the cluster comes up', async () => {
  const shape = { namespace: 'e2e-faults', name: 'fa', version, controlPlanes: 1, workers: 0, devMachine: { customImage: image, extraMounts: [{ containerPath: '/mnt/extra', hostPath: mounted, readOnly: true }] } };
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.says('devmachines', 'ContainerProvisioned False NotProvisioned', image);
    await docker('tag', `kindest/node:${version}`, image);
    await story.says('devmachines', 'ContainerProvisioned False NotProvisioned', mounted);
    mkdirSync(mounted);
    await eventually(async () => expect((await container(story))?.status).toMatchObject({ initialization: { provisioned: true } }), { timeoutMs: 180_000, intervalMs: 500 });
    engine.stop();
    await story.says('devmachines', 'ContainerProvisioned Unknown EngineUnreachable', engine.path);
    await engine.start();
    await story.settled({ controlPlanes: 1, workers: 0 });
    await story.deleteAll();
  });
});

test('a bootstrap that fails names its step and the end of its output, and is not tried again', async () => {
  const shape = {
    namespace: 'e2e-faults-bootstrap', name: 'fb', version, controlPlanes: 1, workers: 0,
    controlPlane: { kubeadmConfigSpec: { preKubeadmCommands: ['echo the disk is missing; exit 3'] } },
  };
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    const message = await story.says('devmachines', 'BootstrapCompleted False Failed', 'the disk is missing');
    expect(message).toContain('exit');
    const before = await container(story);
    expect((await story.machines('control plane')).map(({ metadata }) => metadata.name)).toHaveLength(1);
    // Long enough for another try, were there one.
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    expect((await container(story))?.metadata.uid).toBe(before?.metadata.uid);
    expect(await docker('exec', String(before?.metadata.name), 'grep', '-cx', 'the disk is missing', '/var/log/cloud-init-output.log')).toBe('1\n');
    await story.deleteAll();
  });
});

test('a Cluster that is made while no engine answers says so, and comes up when one does', async () => {
  engine.stop();
  const story = await Story.create(environment, { namespace: 'e2e-faults-engine', name: 'fe', version, controlPlanes: 1, workers: 0 });
  await story.tell(async () => {
    await story.says('devclusters', 'LoadBalancerAvailable False NotAvailable', `cannot reach the container engine at unix://${engine.path}`);
    expect(conditionOf(await story.get('cluster', story.shape.name), 'InfrastructureReady')?.status).not.toBe('True');
    await engine.start();
    await story.settled({ controlPlanes: 1, workers: 0 });
    await story.deleteAll();
  });
});

async function container(story: Story) {
  const [devMachine] = await environment.list(story.shape.namespace, 'devmachines');
  return devMachine;
}
