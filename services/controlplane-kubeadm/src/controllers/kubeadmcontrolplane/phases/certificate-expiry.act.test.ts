import { KubeadmConfigs, type KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeClient } from '@clusterwright/kube-client';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { ServingCertificateError, type ServingCertificates } from '../../../ports/serving-certificates.ts';
import { aKubeadmConfig, aMember, aScope, healthConditions, type MachineOptions } from '../kubeadmcontrolplane.fixtures.ts';
import { apiServerPort, certificateExpiry, machinesWithoutExpiry } from './certificate-expiry.act.ts';

const annotation = 'machine.cluster.x-k8s.io/certificates-expiry';
const member = (name: string, { annotations = {}, ...options }: MachineOptions & { annotations?: Record<string, string> } = {}) => aMember(name, { ...options, kubeadmConfig: aKubeadmConfig(name, {}, { annotations }) });

const unasked = [
  { name: 'known', why: 'it never changes', machine: member('m', { annotations: { [annotation]: '2027-01-01T00:00:00Z' } }) },
  { name: 'no Node', why: 'nothing runs there yet', machine: member('m', { nodeName: '' }) },
  { name: 'deleting', why: 'nobody will need it', machine: member('m', { deleting: true }) },
  { name: 'no KubeadmConfig', why: 'there is no place to note it', machine: aMember('m') },
  { name: 'API server down', why: 'it would not answer', machine: member('m', { conditions: healthConditions({ APIServerPodHealthy: 'False' }) }) },
];
test.each(unasked)('not asked: $name ($why)', ({ machine }) => {
  expect(machinesWithoutExpiry([machine])).toEqual([]);
});

const ports: { name: string; why: string; spec: KubeadmConfigSpec; want: number }[] = [
  { name: 'nothing said', why: "kubeadm's default", spec: {}, want: 6443 },
  { name: 'init', why: 'as configured', spec: { initConfiguration: { localAPIEndpoint: { bindPort: 7443 } } }, want: 7443 },
  { name: 'join', why: 'as configured', spec: { joinConfiguration: { controlPlane: { localAPIEndpoint: { bindPort: 8443 } } } }, want: 8443 },
];
test.each(ports)('port: $name → $want ($why)', ({ spec, want }) => {
  expect(apiServerPort(aKubeadmConfig('m', spec))).toBe(want);
});

function aWorld(expiry: ServingCertificates['expiry']) {
  const machines = ['a', 'b'].map((name) => member(name));
  const client = fakeClient({ objects: machines.flatMap(({ kubeadmConfig }) => (kubeadmConfig ? [kubeadmConfig] : [])) });
  const clusters = new FakeWorkloadClusters();
  const key = { namespace: 'ns', name: 'c' };
  clusters.connect(key, {} as KubeClient, []);
  const scope = aScope({ machines, initialized: true, connection: clusters.get(key) });
  const noted = () => client.objects(KubeadmConfigs).map(({ metadata }) => metadata.annotations?.[annotation]);
  return { client, scope, noted, run: (over: Partial<typeof scope> = {}) => certificateExpiry({ client, servingCertificates: { expiry } })({ ...scope, ...over }, fakeContext()) };
}

test('each API server is asked, and its answer noted on the KubeadmConfig', async () => {
  const asked: unknown[] = [];
  const { run, noted } = aWorld(async (_client, pod, port) => {
    asked.push([pod.namespace, pod.name, port]);
    return new Date('2027-11-21T12:00:00.500Z');
  });
  await run();
  expect(asked).toEqual([['kube-system', 'kube-apiserver-a', 6443], ['kube-system', 'kube-apiserver-b', 6443]]);
  expect(noted()).toEqual(['2027-11-21T12:00:00Z', '2027-11-21T12:00:00Z']);
});

test('an API server that does not answer fails the pass, and what was learnt before is kept', async () => {
  const { run, noted } = aWorld(async (_client, { name }) => {
    if (name.endsWith('b')) throw new ServingCertificateError('no answer');
    return new Date('2027-11-21T12:00:00Z');
  });
  await expect(run()).rejects.toMatchObject({ code: 'ServingCertificate' });
  expect(noted()).toEqual(['2027-11-21T12:00:00Z', undefined]);
});

test('before there is an API server nobody is asked', async () => {
  const { run, noted } = aWorld(() => Promise.reject(new Error('asked')));
  await run({ initialized: false });
  expect(noted()).toEqual([undefined, undefined]);
});
