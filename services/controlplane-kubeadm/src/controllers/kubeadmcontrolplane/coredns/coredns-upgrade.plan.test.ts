import type { ClusterConfiguration } from '@clusterwright/api/bootstrap/v1beta2';
import type { ConfigMap, Deployment } from '@clusterwright/api/kubernetes';
import { choosesImage, planCoreDNS } from './coredns-upgrade.plan.ts';

const old = '.:53 {\n    kubernetes cluster.local {\n        upstream\n    }\n}\n';
const migrated = '.:53 {\n    kubernetes cluster.local\n}\n';
const plain = '.:53 {\n    errors\n}\n';

const configMap = (data: Record<string, string>): ConfigMap => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data });
const deployment = (image: string, key = 'Corefile'): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'coredns', namespace: 'kube-system' },
  spec: {
    selector: {},
    template: {
      spec: {
        containers: [{ name: 'sidecar', image: 'x' }, { name: 'coredns', image }],
        volumes: [{ name: 'tmp', emptyDir: {} }, { name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'extra', path: 'extra' }, { key, path: 'Corefile' }] } }],
      },
    },
  },
});
const plan = (image: string, configuration: ClusterConfiguration, corefile = plain) => planCoreDNS({ configuration, configMap: configMap({ Corefile: corefile }), deployment: deployment(image) });

const images = [
  { name: 'nothing asked for', why: 'it stays', image: 'registry.k8s.io/coredns/coredns:v1.12.1', configuration: {}, want: undefined },
  { name: 'the same tag', why: 'it is there', image: 'registry.k8s.io/coredns/coredns:v1.12.1', configuration: { dns: { imageTag: 'v1.12.1' } }, want: undefined },
  { name: 'a tag', why: 'the repository stays', image: 'registry.k8s.io/coredns/coredns:v1.12.1', configuration: { dns: { imageTag: 'v1.14.2' } }, want: 'registry.k8s.io/coredns/coredns:v1.14.2' },
  { name: 'a repository', why: 'kubeadm appends the name only', image: 'registry.k8s.io/coredns/coredns:v1.12.1', configuration: { imageRepository: 'my.io/k8s/' }, want: 'my.io/k8s/coredns:v1.12.1' },
  { name: 'a repository of its own', why: 'it wins', image: 'registry.k8s.io/coredns/coredns:v1.12.1', configuration: { imageRepository: 'my.io/k8s', dns: { imageRepository: 'my.io/dns' } }, want: 'my.io/dns/coredns:v1.12.1' },
  { name: 'the Kubernetes registry', why: 'it has moved there', image: 'k8s.gcr.io/coredns:1.7.0', configuration: { imageRepository: 'registry.k8s.io', dns: { imageTag: 'v1.8.0' } }, want: 'registry.k8s.io/coredns/coredns:v1.8.0' },
  { name: 'the Kubernetes registry, old version', why: 'there it was where it was', image: 'k8s.gcr.io/coredns:1.6.7', configuration: { dns: { imageTag: '1.7.0' } }, want: 'k8s.gcr.io/coredns:1.7.0' },
  { name: 'a build of the user', why: 'the release counts', image: 'my.io/coredns:v1.12.1', configuration: { dns: { imageTag: 'v1.12.1_fix.2' } }, want: 'my.io/coredns:v1.12.1_fix.2' },
];
test.each(images)('image: $name → $want ($why)', ({ image, configuration, want }) => {
  expect(plan(image, configuration)).toEqual(want === undefined ? { step: 'nothing' } : expect.objectContaining({ step: 'upgrade', to: want, container: { name: 'coredns', index: 1, image }, volumes: [{ volume: 1, items: [1] }], corefile: undefined }));
});

test('a Corefile that the new version cannot read is migrated', () => {
  expect(plan('r.io/coredns:1.6.2', { dns: { imageTag: '1.6.4' } }, old)).toMatchObject({ corefile: { before: old, after: migrated } });
});

test('an upgrade that ended half-way goes on from the backup', () => {
  const half = planCoreDNS({ configuration: { dns: { imageTag: '1.6.4' } }, configMap: configMap({ Corefile: 'broken', 'Corefile-backup': old }), deployment: deployment('r.io/coredns:1.6.2', 'Corefile-backup') });
  expect(half).toMatchObject({ corefile: { before: old, after: migrated }, volumes: [{ volume: 1, items: [1] }] });
});

const refusals = [
  { name: 'going back', why: 'there is no way down', image: 'r.io/coredns:v1.12.1', tag: 'v1.11.1', want: 'CoreDNS cannot go back from v1.12.1 to v1.11.1' },
  { name: 'an unknown release', why: 'its Corefile is unknown', image: 'r.io/coredns:v1.8.2', tag: 'v1.11.1', want: 'CoreDNS v1.8.2 is no release whose Corefile can be migrated' },
  { name: 'to an unknown release', why: 'what it reads is unknown', image: 'r.io/coredns:v1.12.1', tag: 'v9.0.0', want: 'unable to migrate the Corefile of CoreDNS 1.12.1 to 9.0.0: there is no migration to 9.0.0' },
  { name: 'no version in the tag', why: 'nothing can be compared', image: 'r.io/coredns:latest', tag: 'v1.11.1', want: 'cannot read a version of CoreDNS from image tag "latest"' },
  { name: 'no tag', why: 'nothing can be compared', image: 'r.io/coredns', tag: 'v1.11.1', want: 'image "r.io/coredns" of Deployment coredns has no tag' },
  { name: 'no registry', why: 'where it comes from is not certain', image: 'coredns/coredns:v1.11.1', tag: 'v1.12.1', want: 'image "coredns/coredns:v1.11.1" of Deployment coredns does not name its registry' },
];
test.each(refusals)('refuses $name ($why)', ({ image, tag, want }) => {
  expect(() => plan(image, { dns: { imageTag: tag } })).toThrow(expect.objectContaining({ message: want }));
});

test('what kubeadm did not leave like this is an error that says what is missing', () => {
  const container = { ...deployment('r.io/coredns:v1.11.1'), spec: { selector: {}, template: { spec: { containers: [] } } } };
  expect(() => planCoreDNS({ configuration: {}, configMap: configMap({ Corefile: plain }), deployment: container })).toThrow(expect.objectContaining({ code: 'CoreDNSUpgrade', message: 'Deployment coredns has no container coredns' }));
  expect(() => planCoreDNS({ configuration: { dns: { imageTag: 'v1.12.1' } }, configMap: configMap({}), deployment: deployment('r.io/coredns:v1.11.1') })).toThrow(expect.objectContaining({ message: 'ConfigMap coredns has no Corefile' }));
});

test('without a wish about its image CoreDNS is not even looked at', () => {
  expect([undefined, {}, { dns: {} }, { featureGates: { A: true } }].map(choosesImage)).toEqual([false, false, false, false]);
  expect([{ imageRepository: 'a' }, { dns: { imageTag: 'v1' } }, { dns: { imageRepository: 'a' } }].map(choosesImage)).toEqual([true, true, true]);
});
