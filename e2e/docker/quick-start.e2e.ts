import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-quick-start', name: 'qs', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1 };

beforeAll(async () => {
  environment = await Environment.start('quick-start');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a real cluster comes up with pod network and DNS, and goes without a trace', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 1 });
    const kubectl = await story.workload();
    const nodes = JSON.parse(await kubectl('get', 'nodes', '-o', 'json')) as { items: { spec: { providerID: string }; status: { nodeInfo: { kubeletVersion: string } } }[] };
    const machines = [...(await story.machines('control plane')), ...(await story.machines('workers'))];
    expect(nodes.items.map(({ spec }) => spec.providerID).toSorted()).toEqual(machines.map(({ metadata }) => `docker:////${metadata.name}`).toSorted());
    expect(new Set(nodes.items.map(({ status }) => status.nodeInfo.kubeletVersion))).toEqual(new Set([shape.version]));

    // A Pod finds the API server by name: CoreDNS through its Service, from whichever node it runs on.
    await eventually(async () => expect(await kubectl('-n', 'kube-system', 'get', 'deployment', 'coredns', '-o', 'jsonpath={.status.readyReplicas}')).toBe('2'), { timeoutMs: 180_000, intervalMs: 1000 });
    await kubectl('run', 'asks', '--image=clusterwright/node-tools:v1', '--image-pull-policy=IfNotPresent', '--restart=Never', '--command', '--', 'curl', '--silent', '--show-error', '--insecure', '--retry', '5', '--retry-all-errors', 'https://kubernetes.default.svc.cluster.local/version');
    await eventually(async () => expect(await kubectl('get', 'pod', 'asks', '-o', 'jsonpath={.status.phase}')).toBe('Succeeded'), { timeoutMs: 120_000, intervalMs: 1000 });
    expect(JSON.parse(await kubectl('logs', 'asks'))).toMatchObject({ gitVersion: shape.version });
    await story.deleteAll();
  });
});
