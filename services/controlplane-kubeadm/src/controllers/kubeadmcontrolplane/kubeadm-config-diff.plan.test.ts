import type { KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import { kubeadmConfigDiff } from './kubeadm-config-diff.plan.ts';
import { aControlPlane } from './kubeadmcontrolplane.fixtures.ts';

const withSpec = (kubeadmConfigSpec: KubeadmConfigSpec, version = 'v1.36.3') => aControlPlane({ spec: { kubeadmConfigSpec, version } });
const discovery = { bootstrapToken: { token: 'abcdef.0123456789abcdef', apiServerEndpoint: 'x:6443', caCertHashes: ['sha256:x'] } };
const registration = { nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '4' }] } };
const joined = (spec: KubeadmConfigSpec = {}): KubeadmConfigSpec => ({ ...spec, joinConfiguration: { controlPlane: {}, discovery, ...spec.joinConfiguration } });

const equal: readonly { name: string; why: string; desired: KubeadmConfigSpec; current: KubeadmConfigSpec; version?: string }[] = [
  { name: 'nothing set', why: 'the first machine, all defaults', desired: {}, current: {} },
  { name: 'what the bootstrap provider adds', why: 'endpoint and discovery are filled in for the machine', desired: {}, current: joined({ clusterConfiguration: { controlPlaneEndpoint: 'x:6443' } }) },
  { name: 'init and join alike, first machine', why: 'its initConfiguration says what others’ joinConfiguration says', desired: { initConfiguration: registration, joinConfiguration: registration }, current: { initConfiguration: registration } },
  { name: 'only init set, first machine', why: 'it was made from initConfiguration', desired: { initConfiguration: registration }, current: { initConfiguration: registration } },
  { name: 'only init set, joined machine', why: 'it never saw initConfiguration', desired: { initConfiguration: registration }, current: joined() },
  { name: 'the default pull policy', why: 'kubeadm means the same without', desired: {}, current: joined({ joinConfiguration: { nodeRegistration: { imagePullPolicy: 'IfNotPresent' } } }) },
  { name: 'the default format', why: 'cloud-config is what absent means', desired: {}, current: { format: 'cloud-config' } },
  { name: 'empty lists and maps', why: 'nothing is rendered of them', desired: { files: [], clusterConfiguration: { featureGates: {}, apiServer: { certSANs: [] } } }, current: {} },
  { name: 'DNS', why: 'it reaches a running cluster in place', desired: { clusterConfiguration: { dns: { imageTag: 'v1' } } }, current: {} },
  { name: 'health check time', why: 'it only matters while a machine starts', desired: {}, current: joined({ joinConfiguration: { timeouts: { controlPlaneComponentHealthCheckSeconds: 240 } } }) },
  { name: 'caCertPath, first machine', why: 'only joins have it', desired: { joinConfiguration: { caCertPath: '/x' } }, current: {} },
  { name: 'the feature gate of 1.35', why: 'it is set for every machine of that version', desired: {}, current: { clusterConfiguration: { featureGates: { ControlPlaneKubeletLocalMode: true } } }, version: 'v1.35.0' },
];
test.each(equal)('no difference: $name ($why)', ({ desired, current, version }) => {
  expect(kubeadmConfigDiff(withSpec(desired, version), current)).toEqual([]);
});

const different: readonly { name: string; why: string; desired: KubeadmConfigSpec; current: KubeadmConfigSpec; version?: string; want: string[] }[] = [
  { name: 'a setting changed', why: 'machines must be made anew', desired: { clusterConfiguration: { apiServer: { certSANs: ['b'] } } }, current: { clusterConfiguration: { apiServer: { certSANs: ['a'] } } }, want: ['clusterConfiguration.apiServer.certSANs[0]'] },
  { name: 'a setting added', why: 'the same', desired: { preKubeadmCommands: ['x'] }, current: joined(), want: ['preKubeadmCommands'] },
  { name: 'a setting removed', why: 'the same', desired: {}, current: joined({ ntp: { servers: ['t'] } }), want: ['ntp'] },
  { name: 'no taints instead of the default', why: 'empty means none, absent means kubeadm’s', desired: { joinConfiguration: { nodeRegistration: { taints: [] } } }, current: joined(), want: ['joinConfiguration.nodeRegistration.taints'] },
  { name: 'join settings of a joined machine', why: 'it was made from them', desired: { joinConfiguration: registration }, current: joined(), want: ['joinConfiguration.nodeRegistration.kubeletExtraArgs'] },
  { name: 'init settings of the first machine', why: 'neither reading fits', desired: { initConfiguration: registration, joinConfiguration: { skipPhases: ['x'] } }, current: {}, want: ['initConfiguration.nodeRegistration.kubeletExtraArgs'] },
  { name: 'the feature gate after an upgrade', why: 'it is gone from 1.36 on', desired: {}, current: joined({ clusterConfiguration: { featureGates: { ControlPlaneKubeletLocalMode: true } } }), want: ['clusterConfiguration'] },
];
test.each(different)('a difference: $name → $want ($why)', ({ desired, current, version, want }) => {
  expect(kubeadmConfigDiff(withSpec(desired, version), current)).toEqual(want);
});
