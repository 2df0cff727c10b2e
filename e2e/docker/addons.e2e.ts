import type { UnstructuredObject } from '@clusterwright/api';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment, conditionOf } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const from = kubernetesVersion('v1.35');
const to = kubernetesVersion('v1.36');
const shape = { namespace: 'e2e-addons', name: 'ad', version: from, controlPlanes: 1, workers: 0 };

beforeAll(async () => {
  environment = await Environment.start('addons');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('a ClusterResourceSet that reconciles follows its manifests, one that applies once does not; CoreDNS and kube-proxy follow the upgrade of the control plane, the Corefile is kept', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 0 });
    await resourceSets(story);
    const kubectl = await story.workload();
    const imageOf = (workload: string): Promise<string> => kubectl('-n', 'kube-system', 'get', workload, '-o', 'jsonpath={.spec.template.spec.containers[0].image}');
    const corefile = (): Promise<string> => kubectl('-n', 'kube-system', 'get', 'configmap', 'coredns', '-o', 'jsonpath={.data.Corefile}');
    expect(await imageOf('deployment/coredns')).toBe('registry.k8s.io/coredns/coredns:v1.13.1');
    const before = await corefile();

    await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { version: to, kubeadmConfigSpec: { clusterConfiguration: { dns: { imageTag: 'v1.14.2' } } } } });
    await story.controlPlaneAt(to, 1);
    await eventually(async () => {
      expect(await imageOf('deployment/coredns')).toBe('registry.k8s.io/coredns/coredns:v1.14.2');
      expect(await imageOf('daemonset/kube-proxy')).toBe(`registry.k8s.io/kube-proxy:${to}`);
      expect(await kubectl('-n', 'kube-system', 'get', 'deployment', 'coredns', '-o', 'jsonpath={.status.updatedReplicas} {.status.readyReplicas}')).toBe('2 2');
    }, { timeoutMs: 300_000, intervalMs: 1000 });
    expect(await corefile()).toBe(before);
    await story.deleteAll();
  });
});

/** A manifest with two ConfigMaps for the workload cluster, and the ClusterResourceSet that brings it there. */
function resourceSet(strategy: 'ApplyOnce' | 'Reconcile', text: string): UnstructuredObject[] {
  const { namespace } = shape;
  const name = strategy.toLowerCase();
  const inner = (part: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name: `${name}-${part}` }, data: { text } });
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data: { 'objects.yaml': [inner('changed'), inner('deleted')].map((object) => JSON.stringify(object)).join('\n---\n') } },
    { apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSet', metadata: { namespace, name }, spec: { strategy, clusterSelector: { matchLabels: { network: 'pod-network' } }, resources: [{ kind: 'ConfigMap', name }] } },
  ];
}

async function resourceSets(story: Story): Promise<void> {
  const kubectl = await story.workload();
  const texts = async (): Promise<Record<string, string>> => {
    const { items } = JSON.parse(await kubectl('get', 'configmaps', '-o', 'json')) as { items: { metadata: { name: string }; data: { text?: string } }[] };
    return Object.fromEntries(items.flatMap(({ metadata, data: { text } }) => (text === undefined ? [] : [[metadata.name, text]])));
  };
  const become = (want: Record<string, string>): Promise<void> => eventually(async () => expect(await texts()).toEqual(want), { timeoutMs: 120_000, intervalMs: 1000 });
  await environment.apply([...resourceSet('ApplyOnce', 'first'), ...resourceSet('Reconcile', 'first')]);
  await become({ 'applyonce-changed': 'first', 'applyonce-deleted': 'first', 'reconcile-changed': 'first', 'reconcile-deleted': 'first' });

  // As upstream: what is deleted comes back when its manifest changes, and not before.
  await kubectl('delete', 'configmap', 'applyonce-deleted', 'reconcile-deleted');
  await environment.apply([...resourceSet('ApplyOnce', 'second'), ...resourceSet('Reconcile', 'second')]);
  await become({ 'applyonce-changed': 'first', 'reconcile-changed': 'second', 'reconcile-deleted': 'second' });
  const applied = (await environment.list(shape.namespace, 'clusterresourcesets')).map((set) => [set.metadata.name, conditionOf(set, 'ResourcesApplied')?.status]);
  expect(applied.toSorted()).toEqual([['applyonce', 'True'], ['pod-network', 'True'], ['reconcile', 'True']]);
}
