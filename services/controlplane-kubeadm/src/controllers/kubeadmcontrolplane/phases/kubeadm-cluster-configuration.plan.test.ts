import { load } from 'js-yaml';
import type { ClusterConfiguration } from '@clusterwright/api/bootstrap/v1beta2';
import { aControlPlane } from '../kubeadmcontrolplane.fixtures.ts';
import { updatedClusterConfiguration } from './kubeadm-cluster-configuration.plan.ts';

const controlPlane = (version: string, clusterConfiguration?: ClusterConfiguration) => aControlPlane({ spec: { version, ...(clusterConfiguration ? { kubeadmConfigSpec: { clusterConfiguration } } : {}) } });
const updated = (text: string, ...args: Parameters<typeof controlPlane>): unknown => {
  const result = updatedClusterConfiguration(text, controlPlane(...args));
  return result === undefined ? undefined : load(result);
};

/** As kubeadm writes it. */
const v1beta4 = `
apiServer: {}
apiVersion: kubeadm.k8s.io/v1beta4
caCertificateValidityPeriod: 87600h0m0s
certificatesDir: /etc/kubernetes/pki
clusterName: c
controllerManager: {}
dns: {disabled: true}
etcd: {local: {dataDir: /var/lib/etcd}}
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
networking: {podSubnet: 10.0.0.0/8}
scheduler: {}
`;
const v1beta3 = `
apiServer: {extraArgs: {b: "2", a: "1"}, timeoutForControlPlane: 4m0s}
apiVersion: kubeadm.k8s.io/v1beta3
etcd: {local: {dataDir: /d, extraArgs: {x: y}}}
kind: ClusterConfiguration
kubernetesVersion: v1.29.0
`;

test('nothing is written where nothing changes', () => {
  expect(updated(v1beta4, 'v1.36.3')).toBeUndefined();
  expect(updated(v1beta4, 'v1.36.3', { apiServer: {} })).toBeUndefined();
});

test('the version changes, and all that Cluster API has no word for stays', () => {
  expect(updated(v1beta4, 'v1.37.0')).toEqual({ ...(load(v1beta4) as object), kubernetesVersion: 'v1.37.0' });
});

test('the control plane’s settings replace what was there', () => {
  const configuration: ClusterConfiguration = {
    imageRepository: 'r.example/k8s',
    featureGates: { X: true },
    apiServer: { certSANs: ['a'], extraArgs: [{ name: 'v', value: '4' }], extraEnvs: [{ name: 'E', value: '1' }] },
    scheduler: { extraVolumes: [{ name: 'n', hostPath: '/h', mountPath: '/m', readOnly: true }] },
    etcd: { local: { imageTag: '3.6.0' } },
    certificateValidityPeriodDays: 100,
    encryptionAlgorithm: 'ECDSA-P256',
  };
  expect(updated(v1beta4, 'v1.36.3', configuration)).toMatchObject({
    imageRepository: 'r.example/k8s',
    featureGates: { X: true },
    apiServer: configuration.apiServer,
    controllerManager: {},
    scheduler: configuration.scheduler,
    etcd: { local: { dataDir: '/var/lib/etcd', imageTag: '3.6.0' } },
    certificateValidityPeriod: '2400h0m0s',
    caCertificateValidityPeriod: '87600h0m0s',
    encryptionAlgorithm: 'ECDSA-P256',
    dns: { disabled: true },
  });
});

test('feature gates that are gone are taken out, and the one of 1.35 is put in', () => {
  const withGates = v1beta4.replace('kind:', 'featureGates: {ControlPlaneKubeletLocalMode: true}\nkind:');
  expect(updated(withGates, 'v1.36.3', { certificatesDir: '/etc/kubernetes/pki' })).not.toHaveProperty('featureGates');
  expect(updated(v1beta4, 'v1.35.0', { certificatesDir: '/etc/kubernetes/pki' })).toMatchObject({ featureGates: { ControlPlaneKubeletLocalMode: true } });
});

test('external etcd is written as such', () => {
  const external = { endpoints: ['https://e:2379'], caFile: '/a', certFile: '/b', keyFile: '/c' };
  expect(updated(v1beta4, 'v1.36.3', { etcd: { external } })).toMatchObject({ etcd: { external } });
});

test('an upgrade to 1.31 brings the newer format: arguments become a list', () => {
  expect(updated(v1beta3, 'v1.31.0')).toEqual({
    apiServer: { extraArgs: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }] },
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    etcd: { local: { dataDir: '/d', extraArgs: [{ name: 'x', value: 'y' }] } },
    kind: 'ClusterConfiguration',
    kubernetesVersion: 'v1.31.0',
  });
});

test('before 1.31 arguments are a map, and the API server keeps its timeout', () => {
  expect(updated(v1beta3, 'v1.30.0', { apiServer: { extraArgs: [{ name: 'v', value: '4' }], extraEnvs: [{ name: 'E' }] } })).toMatchObject({
    apiVersion: 'kubeadm.k8s.io/v1beta3',
    apiServer: { extraArgs: { v: '4' }, timeoutForControlPlane: '4m0s' },
    kubernetesVersion: 'v1.30.0',
  });
});

test('an empty text is a configuration without settings', () => {
  expect(updated('', 'v1.36.3')).toEqual({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', kubernetesVersion: 'v1.36.3' });
});

const refused = [
  { text: 'kind: InitConfiguration', why: 'another kind' },
  { text: 'apiVersion: kubeadm.k8s.io/v1beta9', why: 'a version nobody knows' },
  { text: '- a', why: 'no object at all' },
];
test.each(refused)('$text is refused ($why)', ({ text }) => {
  expect(() => updated(text, 'v1.36.3')).toThrow(expect.objectContaining({ code: 'KubeadmConfigMap' }));
});

test('words that YAML 1.1 would read as something else are quoted', () => {
  const text = updatedClusterConfiguration(v1beta4, controlPlane('v1.36.3', { apiServer: { extraArgs: ['yes', 'off', '0640', '1_000', '12:30:00', '1e3'].map((value) => ({ name: 'x', value })) } })) ?? '';
  for (const word of ['yes', 'off', '0640', '1_000', '12:30:00', '1e3']) expect(text).toMatch(new RegExp(`value: ['"]${word}['"]`));
});
