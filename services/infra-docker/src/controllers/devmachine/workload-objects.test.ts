import { aDevMachine, aMachine } from './devmachine.fixtures.ts';
import { kubeadmObjects, nodeOf, providerIDOf, staticPod } from './workload-objects.ts';

const now = new Date('2026-11-21T12:00:00.5Z');

describe('a Node', () => {
  test('is what a kubelet registers: healthy, with version and provider ID', () => {
    const time = '2026-11-21T12:00:00Z';
    expect(nodeOf(aDevMachine(), aMachine(), false, now)).toEqual({
      apiVersion: 'v1', kind: 'Node', metadata: { name: 'm' }, spec: { providerID: 'in-memory://m' },
      status: {
        nodeInfo: { kubeletVersion: 'v1.36.3' },
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: time, lastHeartbeatTime: time },
          { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', lastTransitionTime: time, lastHeartbeatTime: time },
          { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', lastTransitionTime: time, lastHeartbeatTime: time },
          { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', lastTransitionTime: time, lastHeartbeatTime: time },
        ],
      },
    });
  });

  test('of a control plane machine carries label and taint of kubeadm', () => {
    expect(nodeOf(aDevMachine(), aMachine(), true, now)).toMatchObject({
      metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } }, spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    });
  });

  test('and its DevMachine have one provider ID', () => {
    expect(providerIDOf(aDevMachine({ name: 'x' }))).toBe('in-memory://x');
  });
});

test.each(['etcd', 'kube-apiserver', 'kube-scheduler', 'kube-controller-manager'])('the static Pod of %s runs on its node, and is a mirror Pod: drains skip it', (component) => {
  expect(staticPod(component, aDevMachine())).toEqual({
    apiVersion: 'v1', kind: 'Pod',
    metadata: { name: `${component}-m`, namespace: 'kube-system', labels: { component, tier: 'control-plane' }, annotations: { 'kubernetes.io/config.mirror': `${component}-m` } },
    spec: { nodeName: 'm' }, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
});

test('kube-proxy has an image tag even where the version has build metadata', () => {
  const proxy = kubeadmObjects('v1.36.3+build.1').find(({ object }) => object.metadata.name === 'kube-proxy');
  expect(proxy?.object).toMatchObject({ spec: { template: { spec: { containers: [{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.36.3_build.1' }] } } } });
});
