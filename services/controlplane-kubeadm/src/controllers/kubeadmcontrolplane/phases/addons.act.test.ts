/** kube-proxy and CoreDNS in a workload cluster in memory. */
import type { KubeObject } from '@clusterwright/api';
import type { KubeadmControlPlane, KubeadmControlPlaneSpec } from '@clusterwright/api/controlplane/v1beta2';
import { ConfigMaps, DaemonSets, Deployments } from '@clusterwright/api/kubernetes';
import { ApiError } from '@clusterwright/kube-client';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aControlPlane, aMember, aScope, now } from '../kubeadmcontrolplane.fixtures.ts';
import { createAddons } from './addons.act.ts';

const metadata = (name: string) => ({ name, namespace: 'kube-system' });
const volumes = (key: string) => [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key, path: 'Corefile' }] } }];
const workload = (kind: string, name: string, image: string, more: object = {}): KubeObject => ({ apiVersion: 'apps/v1', kind, metadata: metadata(name), spec: { template: { spec: { containers: [{ name, image }], ...more } } } }) as KubeObject;
const configMap = (name: string, data: Record<string, string>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name), data });
const corefile = '.:53 {\n    health\n    forward . /etc/resolv.conf\n}\n';
const kubeProxy = workload('DaemonSet', 'kube-proxy', 'registry.k8s.io/kube-proxy:v1.35.0');
const coreDNS = workload('Deployment', 'coredns', 'registry.k8s.io/coredns:1.6.2', { volumes: volumes('Corefile') });
const kubeadmConfig = configMap('kubeadm-config', { ClusterConfiguration: 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n' });

const wanting = (dns: object, over: { annotations?: Record<string, string>; spec?: Partial<KubeadmControlPlaneSpec> } = {}): KubeadmControlPlane =>
  aControlPlane({ metadata: { annotations: over.annotations ?? {} }, spec: { kubeadmConfigSpec: { clusterConfiguration: { dns } }, ...over.spec } });

function aWorld(objects: readonly KubeObject[] = [kubeProxy, coreDNS, kubeadmConfig, configMap('coredns', { Corefile: corefile, mine: 'x' })]) {
  const cluster = fakeClient({ objects });
  const clusters = new FakeWorkloadClusters();
  clusters.connect({ namespace: 'ns', name: 'c' }, cluster.live, []);
  const addons = createAddons();
  const scope = aScope({ machines: [aMember('a')], initialized: true, connection: clusters.get({ namespace: 'ns', name: 'c' }) });
  const writes = () => cluster.writes.map(({ verb, kind, key }) => `${verb} ${kind} ${key}`);
  const podSpec = (resource: typeof Deployments) => cluster.objects(resource)[0]?.spec?.template.spec;
  return {
    addons,
    cluster,
    writes,
    run: (controlPlane: KubeadmControlPlane, at = now) => addons.phase({ ...scope, controlPlane, now: at }, fakeContext()),
    images: () => [podSpec(DaemonSets), podSpec(Deployments)].map((spec) => spec?.containers[0]?.image),
    volumeKey: () => podSpec(Deployments)?.volumes?.[0]?.configMap?.items?.[0]?.key,
    data: (name: string) => cluster.objects(ConfigMaps).find((object) => object.metadata.name === name)?.data,
  };
}

test('kube-proxy follows the version; CoreDNS stays where nothing is said about it', async () => {
  const world = aWorld();
  await world.run(aControlPlane());
  expect(world.images()).toEqual(['registry.k8s.io/kube-proxy:v1.36.3', 'registry.k8s.io/coredns:1.6.2']);
  expect(world.writes()).toEqual(['patch DaemonSet kube-system/kube-proxy']);
});

test('both follow the image repository', async () => {
  const world = aWorld([kubeProxy, workload('Deployment', 'coredns', 'registry.k8s.io/coredns/coredns:v1.14.2'), kubeadmConfig, configMap('coredns', { Corefile: corefile })]);
  await world.run(aControlPlane({ spec: { kubeadmConfigSpec: { clusterConfiguration: { imageRepository: 'my.io/k8s' } } } }));
  expect(world.images()).toEqual(['my.io/k8s/kube-proxy:v1.36.3', 'my.io/k8s/coredns:v1.14.2']);
});

test('a Corefile that must change: backup first, Pods read that, then the new one, then the image', async () => {
  const world = aWorld();
  await world.run(wanting({ imageRepository: 'registry.k8s.io', imageTag: 'v1.8.0' }));
  expect(world.writes()).toEqual([
    'patch DaemonSet kube-system/kube-proxy',
    'update ConfigMap kube-system/kubeadm-config',
    'patch ConfigMap kube-system/coredns',
    'patch Deployment kube-system/coredns',
    'patch ConfigMap kube-system/coredns',
    'patch Deployment kube-system/coredns',
  ]);
  expect(world.images()[1]).toBe('registry.k8s.io/coredns/coredns:v1.8.0');
  expect(world.volumeKey()).toBe('Corefile');
  expect(world.data('coredns')).toEqual({
    Corefile: '.:53 {\n    health {\n        lameduck 5s\n    }\n    forward . /etc/resolv.conf {\n        max_concurrent 1000\n    }\n}\n',
    'Corefile-backup': corefile,
    mine: 'x',
  });
  expect(world.data('kubeadm-config')?.['ClusterConfiguration']).toBe('apiVersion: kubeadm.k8s.io/v1beta4\ndns:\n  imageRepository: registry.k8s.io\n  imageTag: v1.8.0\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n');
});

const interruptions = [1, 2, 3, 4].map((writesDone) => ({ writesDone }));
test.each(interruptions)('interrupted after $writesDone writes it comes to the same end', async ({ writesDone }) => {
  const world = aWorld([coreDNS, kubeadmConfig, configMap('coredns', { Corefile: corefile })]);
  const wanted = wanting({ imageTag: '1.7.0' });
  const verbs = ['update', 'patch', 'patch', 'patch', 'patch'] as const;
  const kinds = ['ConfigMap', 'ConfigMap', 'Deployment', 'ConfigMap', 'Deployment'];
  let seen = 0;
  const record = world.cluster.record.bind(world.cluster);
  world.cluster.record = (call) => {
    if (call.verb === verbs[seen] && call.kind === kinds[seen]) {
      seen += 1;
      if (seen === writesDone + 1) throw new ApiError('down', { status: 503, reason: 'ServiceUnavailable' });
    }
    record(call);
  };
  await expect(world.run(wanted)).rejects.toMatchObject({ message: 'down' });
  await world.run(wanted);
  expect(world.images()[1]).toBe('registry.k8s.io/coredns:1.7.0');
  expect(world.volumeKey()).toBe('Corefile');
  expect(world.data('coredns')?.['Corefile-backup']).toBe(corefile);
});

const nothing = [
  { name: 'both are to be skipped', why: 'the user does it', controlPlane: wanting({ imageTag: 'v1.8.0' }, { annotations: { 'controlplane.cluster.x-k8s.io/skip-coredns': '', 'controlplane.cluster.x-k8s.io/skip-kube-proxy': '' } }), objects: undefined },
  { name: 'neither exists', why: 'the cluster does without', controlPlane: wanting({ imageTag: 'v1.8.0' }), objects: [kubeadmConfig] },
  { name: 'no Corefile', why: 'CoreDNS is not kubeadm’s', controlPlane: wanting({ imageTag: 'v1.8.0' }), objects: [kubeadmConfig, coreDNS] },
  { name: 'another container', why: 'kube-proxy is not kubeadm’s', controlPlane: aControlPlane(), objects: [{ ...kubeProxy, spec: { template: { spec: { containers: [{ name: 'cilium', image: 'x' }] } } } }] },
];
test.each(nothing)('writes nothing: $name ($why)', async ({ controlPlane, objects }) => {
  const world = aWorld(objects);
  await world.run(controlPlane);
  expect(world.writes()).toEqual([]);
});

test('what was seen to is left alone for a while, until something else is wanted', async () => {
  const world = aWorld();
  await world.run(aControlPlane());
  const { length } = world.cluster.calls;
  await world.run(aControlPlane(), new Date(now.getTime() + 9 * 60_000));
  expect(world.cluster.calls).toHaveLength(length);
  await world.run(aControlPlane({ spec: { version: 'v1.36.4' } }), new Date(now.getTime() + 9 * 60_000));
  expect(world.images()[0]).toBe('registry.k8s.io/kube-proxy:v1.36.4');

  world.cluster.put(kubeProxy);
  await world.run(aControlPlane({ spec: { version: 'v1.36.4' } }), new Date(now.getTime() + 20 * 60_000));
  expect(world.images()[0]).toBe('registry.k8s.io/kube-proxy:v1.36.4');
  const after = world.cluster.calls.length;
  world.addons.forget({ namespace: 'ns', name: 'cp' });
  await world.run(aControlPlane({ spec: { version: 'v1.36.4' } }), new Date(now.getTime() + 20 * 60_000));
  expect(world.cluster.calls.length).toBeGreaterThan(after);
});
