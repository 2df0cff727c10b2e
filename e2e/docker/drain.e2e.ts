import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment, conditionOf } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-drain', name: 'dr', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1 };
const labels = { app: 'guarded' };

const guarded = [
  {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: 'default', name: 'guarded' },
    spec: {
      replicas: 1, selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'clusterwright/node-tools:v1', imagePullPolicy: 'IfNotPresent', command: ['sleep', '1000000'] }] } },
    },
  },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace: 'default', name: 'guarded' }, spec: { minAvailable: 1, selector: { matchLabels: labels } } },
];

beforeAll(async () => {
  environment = await Environment.start('drain');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a budget holds a Machine back, its condition says so, and when the budget goes the Machine does', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 1 });
    const kubectl = await story.workload();
    for (const object of guarded) await story.environment.applyTo(shape.namespace, shape.name, object);
    await eventually(async () => expect(await kubectl('get', 'deployment', 'guarded', '-o', 'jsonpath={.status.readyReplicas}')).toBe('1'), { timeoutMs: 120_000, intervalMs: 1000 });

    const [worker] = await story.machines('workers');
    const name = String(worker?.metadata.name);
    await environment.kubectl('-n', shape.namespace, 'delete', 'machine', name, '--wait=false');
    await eventually(
      async () => {
        const deleting = conditionOf(await story.get('machine', name), 'Deleting');
        expect([deleting?.status, deleting?.reason]).toEqual(['True', 'DrainingNode']);
        expect(deleting?.message).toMatch(/Pod default\/guarded-\S+: cannot evict pod as it would violate the pod's disruption budget\. The disruption budget guarded needs 1 healthy pods and has 1 currently/);
      },
      { timeoutMs: 120_000, intervalMs: 1000 },
    );
    expect(await kubectl('get', 'node', name, '-o', 'jsonpath={.spec.unschedulable}')).toBe('true');

    await kubectl('delete', 'poddisruptionbudget', 'guarded');
    await eventually(async () => expect((await story.machines('workers')).map(({ metadata }) => metadata.name)).not.toContain(name), { timeoutMs: 300_000, intervalMs: 1000 });
    await story.settled({ controlPlanes: 1, workers: 1 });
    expect(await kubectl('get', 'nodes', '-o', 'name')).not.toContain(name);
    await story.deleteAll();
  });
});
