import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-drain-rules', name: 'ru', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1 };

const pod = (name: string, labels: Record<string, string>, command: readonly string[]): object => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'default', name, labels },
  spec: { restartPolicy: 'Never', terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'clusterwright/node-tools:v1', imagePullPolicy: 'IfNotPresent', command }] },
});

beforeAll(async () => {
  environment = await Environment.start('drain-rules');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a job that has to finish is waited for, Pods of a rule are left alone, and a hook has the last word', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await environment.apply([{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDrainRule', metadata: { namespace: shape.namespace, name: 'leave' }, spec: { drain: { behavior: 'Skip' }, pods: [{ selector: { matchLabels: { app: 'left' } } }] } }]);
    await story.settled({ controlPlanes: 1, workers: 1 });
    const kubectl = await story.workload();
    const wait = (name: string): Promise<void> => eventually(async () => expect(await kubectl('get', 'pod', name, '-o', 'jsonpath={.status.phase}')).toBe('Running'), { timeoutMs: 120_000, intervalMs: 1000 });
    await environment.applyTo(shape.namespace, shape.name, pod('left', { app: 'left' }, ['sleep', '1000000']));
    await environment.applyTo(shape.namespace, shape.name, pod('evicted', { app: 'evicted' }, ['sleep', '1000000']));
    await environment.applyTo(shape.namespace, shape.name, pod('job', { 'cluster.x-k8s.io/drain': 'wait-completed' }, ['sh', '-c', 'while ! test -e /tmp/done; do sleep 1; done']));
    for (const name of ['left', 'evicted', 'job']) await wait(name);

    const [worker] = await story.machines('workers');
    const name = String(worker?.metadata.name);
    const hook = 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/e2e';
    await story.patch(`machine/${name}`, { metadata: { annotations: { [hook]: 'somebody' } } });
    await environment.kubectl('-n', shape.namespace, 'delete', 'machine', name, '--wait=false');
    await story.says(`machine/${name}`, 'Deleting True DrainingNode', 'Pod default/job');
    await eventually(async () => expect((await kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.name}')).split(' ').toSorted()).toEqual(['job', 'left']), { timeoutMs: 120_000, intervalMs: 1000 });

    // As upstream: a Pod that is waited for must be gone, as those of a Job with a time to live are; being finished is not enough.
    await kubectl('exec', 'job', '--', 'touch', '/tmp/done');
    await eventually(async () => expect(await kubectl('get', 'pod', 'job', '-o', 'jsonpath={.status.phase}')).toBe('Succeeded'), { timeoutMs: 120_000, intervalMs: 1000 });
    await story.says(`machine/${name}`, 'Deleting True DrainingNode', 'Pod default/job: waiting for completion');
    await kubectl('delete', 'pod', 'job');
    await story.says(`machine/${name}`, 'Deleting True WaitingForPreTerminateHook', hook);
    expect(await kubectl('get', 'pod', 'left', '-o', 'jsonpath={.status.phase}')).toBe('Running');
    await story.patch(`machine/${name}`, { metadata: { annotations: { [hook]: null } } });
    await eventually(async () => expect((await story.machines('workers')).map(({ metadata }) => metadata.name)).not.toContain(name), { timeoutMs: 300_000, intervalMs: 1000 });
    await story.settled({ controlPlanes: 1, workers: 1 });
    await story.deleteAll();
  });
});
