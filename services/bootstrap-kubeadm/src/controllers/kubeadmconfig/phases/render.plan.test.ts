import golden from './discovery-kubeconfig.golden.json' with { type: 'json' };
import { aCluster } from '../kubeadmconfig.fixtures.ts';
import { discoveryKubeconfig } from './discovery-kubeconfig.plan.ts';
import { additionalData, renderBootstrapData, withUninitializedTaint, type RenderInput } from './render.plan.ts';

const input: RenderInput = { step: 'joinWorker', spec: {}, kubernetesVersion: 'v1.36.3', cluster: aCluster(), certificates: [], content: { files: [], users: [] } };

// Recorded from upstream's kubeconfig types.
test.each(golden)('discoveryKubeconfig: $name', ({ file, output }) => {
  expect(discoveryKubeconfig(file as Parameters<typeof discoveryKubeconfig>[0])).toEqual({ path: '/run/d.conf', owner: 'root:root', permissions: '0640', content: output });
});

test('a kubeconfig for discovery comes after the files of the user', () => {
  const kubeConfig = { user: { exec: { command: 'c' } } };
  const document = renderBootstrapData({ ...input, content: { files: [{ path: '/mine' }], users: [] }, spec: { joinConfiguration: { discovery: { file: { kubeConfigPath: '/f', kubeConfig } } } } });
  expect(document.match(/^- {3}path: .*/gm)?.slice(0, 3)).toEqual(['-   path: /mine', '-   path: /f', '-   path: /run/kubeadm/kubeadm-join-config.yaml']);
});

const uninitialized = { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' as const };
test.each([
  { name: 'none', why: 'the taint is the only one; kubeadm adds none to workers', taints: undefined, want: [uninitialized] },
  { name: 'an empty list', why: 'the user wants no others', taints: [], want: [uninitialized] },
  { name: 'others', why: 'they stay', taints: [{ key: 'k', effect: 'NoExecute' as const }], want: [{ key: 'k', effect: 'NoExecute' }, uninitialized] },
  { name: 'the taint itself', why: 'it is not repeated', taints: [{ ...uninitialized, value: 'x' }], want: [{ ...uninitialized, value: 'x' }] },
])('withUninitializedTaint: $name ($why)', ({ taints, want }) => {
  expect(withUninitializedTaint({ nodeRegistration: taints ? { taints } : {} }).nodeRegistration?.taints).toEqual(want);
});

test('only workers get the taint', () => {
  expect(renderBootstrapData(input)).toContain('key: node.cluster.x-k8s.io/uninitialized');
  expect(renderBootstrapData({ ...input, step: 'joinControlPlane' })).toContain('      nodeRegistration:\n        taints: null');
});

test.each([
  { step: 'init' as const, command: 'kubeadm init ', kinds: ['ClusterConfiguration', 'InitConfiguration'] },
  { step: 'joinControlPlane' as const, command: 'kubeadm join ', kinds: ['JoinConfiguration'] },
  { step: 'joinWorker' as const, command: 'kubeadm join ', kinds: ['JoinConfiguration'] },
])('format ignition: $step', ({ step, command, kinds }) => {
  const document = JSON.parse(renderBootstrapData({ ...input, step, spec: { format: 'ignition' } })) as { storage: { files: { path: string; contents: { source: string } }[] } };
  const [script, config] = document.storage.files.map(({ path, contents }) => `${path} ${decodeURIComponent(contents.source)}`);
  expect(script).toMatch(new RegExp(`^/etc/kubeadm.sh [^]*\n${command}--config /etc/kubeadm.yml`));
  expect(config?.match(/(?<=^kind: ).*/gm)).toEqual(kinds);
  expect(config?.includes('node.cluster.x-k8s.io/uninitialized')).toBe(step === 'joinWorker');
});

test('ClusterConfiguration is completed from the Cluster and the Machine', () => {
  expect(additionalData({ initConfiguration: { timeouts: { controlPlaneComponentHealthCheckSeconds: 7 } } }, aCluster(), 'v1.36.3')).toEqual({
    clusterName: 'c',
    dnsDomain: 'cluster.local',
    serviceSubnet: '10.128.0.0/12,fd00::/108',
    podSubnet: '192.168.0.0/16',
    kubernetesVersion: 'v1.36.3',
    controlPlaneComponentHealthCheckSeconds: 7,
  });
});

test.each([
  { name: 'worker with a control plane section', why: 'it would become one', given: { spec: { joinConfiguration: { controlPlane: {} } } }, code: 'Terminal' },
  { name: 'boot commands for Ignition', why: 'it has none', given: { spec: { format: 'ignition' as const, bootCommands: ['x'] } }, code: 'Terminal' },
  { name: 'no version', why: 'the API of kubeadm depends on it', given: { kubernetesVersion: '' }, code: 'InvalidVersion' },
  { name: 'an old version', why: 'its kubeadm reads other APIs', given: { kubernetesVersion: 'v1.21.0' }, code: 'UnsupportedKubernetesVersion' },
])('renderBootstrapData refuses $name ($why)', ({ given, code }) => {
  expect(() => renderBootstrapData({ ...input, ...given })).toThrow(expect.objectContaining({ code }));
});
