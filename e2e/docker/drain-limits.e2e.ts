import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { docker } from './docker.ts';
import { Environment } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-drain-limits', name: 'dl', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1 };
const drainTimeoutSeconds = 60;
const hook = 'pre-drain.delete.hook.machine.cluster.x-k8s.io/e2e';
const labels = { app: 'guarded' };
const seconds = { timeoutMs: 180_000, intervalMs: 1000 };

const sleeping = { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'clusterwright/node-tools:v1', imagePullPolicy: 'IfNotPresent', command: ['sleep', '1000000'] }] };

/** One that a budget holds, one that draining is told to leave alone, and a volume of a claim. */
const objects = [
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: 'default', name: 'guarded' }, spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: sleeping } } },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace: 'default', name: 'guarded' }, spec: { minAvailable: 1, selector: { matchLabels: labels } } },
  { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', name: 'left', labels: { 'cluster.x-k8s.io/drain': 'skip' } }, spec: sleeping },
  {
    apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'data' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], csi: { driver: 'e2e.clusterwright.dev', volumeHandle: 'data' }, claimRef: { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'data' } },
  },
];

beforeAll(async () => {
  environment = await Environment.start('drain-limits');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a hook, a budget and a volume each hold a Machine back and are named, a drain ends in time; a Node that nobody reaches holds nothing back', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 1 });
    for (const object of objects) await environment.applyTo(shape.namespace, shape.name, object);
    await heldBack(story);
    await story.settled({ controlPlanes: 1, workers: 1 });
    await unreachable(story);
    await story.settled({ controlPlanes: 1, workers: 1 });
    await story.deleteAll();
  });
});

/** One Machine meets everything that can hold it back, in turn. */
async function heldBack(story: Story): Promise<void> {
  const kubectl = await story.workload();
  const name = await onlyWorker(story);
  await eventually(async () => expect(await podsOf(story, name)).toEqual([expect.stringMatching(/^guarded-\S+ Running$/), 'left Running']), seconds);
  const [guarded = ''] = await podsOf(story, name);
  await attach(story, name);
  await limitDrain(story, name, drainTimeoutSeconds);
  await story.patch(`machine/${name}`, { metadata: { annotations: { [hook]: 'somebody' } } });
  await deleteMachine(story, name);

  await story.says(`machine/${name}`, 'Deleting True WaitingForPreDrainHook', hook);
  expect(await kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}')).toBe('');
  await story.patch(`machine/${name}`, { metadata: { annotations: { [hook]: null } } });
  await story.says(`machine/${name}`, 'Deleting True DrainingNode', "cannot evict pod as it would violate the pod's disruption budget");
  expect(await kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}')).toBe('true');

  // The drain ends with the Pod still there; the volume is nobody's to give up.
  await story.says(`machine/${name}`, 'Deleting True WaitingForVolumeDetach', 'PersistentVolumeClaims: default/data');
  expect(await podsOf(story, name)).toEqual([guarded, 'left Running']);
  const { nodeDrainStartTime = '', waitForNodeVolumeDetachStartTime = '' } = ((await story.get('machine', name)).status?.['deletion'] ?? {}) as Record<string, string>;
  expect(Date.parse(waitForNodeVolumeDetachStartTime) - Date.parse(nodeDrainStartTime)).toBeGreaterThanOrEqual(drainTimeoutSeconds * 1000);

  await kubectl('delete', 'volumeattachment', name);
  await gone(story, name);
}

/** A machine that is lost while a Pod runs on it and a volume is attached: nothing there will ever end or be detached. */
async function unreachable(story: Story): Promise<void> {
  const kubectl = await story.workload();
  const name = await onlyWorker(story);
  await limitDrain(story, name, 0);
  await kubectl('delete', 'poddisruptionbudget', 'guarded');
  await eventually(async () => expect(await podsOf(story, name)).toEqual([expect.stringMatching(/^guarded-\S+ Running$/)]), seconds);
  const [lost = ''] = await podsOf(story, name);
  await attach(story, name);
  await docker('kill', name);
  await eventually(async () => expect(await kubectl('get', 'node', name, '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')).toBe('Unknown'), seconds);

  await deleteMachine(story, name);
  await gone(story, name);
  // Elsewhere, and running: what was on the lost machine is not counted any more.
  const next = await onlyWorker(story);
  await eventually(async () => expect(await podsOf(story, next)).toEqual([expect.stringMatching(/^guarded-\S+ Running$/)]), seconds);
  expect(await podsOf(story, next)).not.toContain(lost);
}

async function onlyWorker(story: Story): Promise<string> {
  const machines = await story.machines('workers');
  expect(machines).toHaveLength(1);
  return String(machines[0]?.metadata.name);
}

/** Name and phase of the Pods in the namespace `default` on a Node. */
async function podsOf(story: Story, node: string): Promise<string[]> {
  const kubectl = await story.workload();
  const lines = await kubectl('get', 'pods', '--field-selector', `spec.nodeName=${node}`, '-o', 'jsonpath={range .items[*]}{.metadata.name} {.status.phase}{"\\n"}{end}');
  return lines.split('\n').filter(Boolean).toSorted();
}

/** Attaches the volume to a Node, as a CSI driver would. */
async function attach(story: Story, node: string): Promise<void> {
  const kubectl = await story.workload();
  await environment.applyTo(shape.namespace, shape.name, {
    apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: { name: node }, spec: { attacher: 'e2e.clusterwright.dev', nodeName: node, source: { persistentVolumeName: 'data' } },
  });
  await kubectl('patch', 'volumeattachment', node, '--subresource=status', '--type=merge', '-p', '{"status":{"attached":true}}');
}

/** Of the MachineDeployment, from where it reaches the Machine that is there; 0 is no limit. */
async function limitDrain(story: Story, machine: string, nodeDrainTimeoutSeconds: number): Promise<void> {
  await story.patch(`machinedeployment/${story.workers}`, { spec: { template: { spec: { deletion: { nodeDrainTimeoutSeconds } } } } });
  const read = async (): Promise<unknown> => ((await story.get('machine', machine)).spec?.['deletion'] as { nodeDrainTimeoutSeconds?: number } | undefined)?.nodeDrainTimeoutSeconds;
  await eventually(async () => expect(await read()).toBe(nodeDrainTimeoutSeconds), seconds);
}

async function deleteMachine({ shape: { namespace } }: Story, name: string): Promise<void> {
  await environment.kubectl('-n', namespace, 'delete', 'machine', name, '--wait=false');
}

async function gone(story: Story, name: string): Promise<void> {
  await eventually(async () => expect((await story.machines('workers')).map(({ metadata }) => metadata.name)).not.toContain(name), seconds);
}
