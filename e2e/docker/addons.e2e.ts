import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment } from './environment.ts';
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

test('CoreDNS and kube-proxy follow the upgrade of the control plane, the Corefile is kept', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 0 });
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
