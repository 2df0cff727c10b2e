import type { Secret } from '@clusterwright/api/kubernetes';
import { Secrets } from '@clusterwright/api/kubernetes';
import { generateClusterCertificate, certificateSecret } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { kubeconfigOf, kubeconfigServer } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, type FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aScope, clusterOwner, now } from '../cluster.fixtures.ts';
import type { ClusterDeps } from '../cluster.scope.ts';
import { kubeconfig } from './kubeconfig.act.ts';

const deps = (client: FakeClient): ClusterDeps => ({ client, external: { get: async () => ({ kind: 'unset' }) }, workloadClusters: new FakeWorkloadClusters(), features: { enabled: () => false }, remoteConnectionGracePeriodMs: 50_000 });
const controlPlaneEndpoint = { host: '1.2.3.4', port: 6443 };
const standAlone = aScope({ cluster: aCluster({ spec: { controlPlaneRef: undefined, controlPlaneEndpoint } }), controlPlane: { kind: 'unset' } });
const key = { namespace: 'default', name: 'c1' };

test.each([
  { name: 'a control plane object makes its own', scope: aScope({ cluster: aCluster({ spec: { controlPlaneEndpoint } }) }) },
  { name: 'there is no endpoint yet', scope: aScope({ cluster: aCluster({ spec: { controlPlaneRef: undefined } }), controlPlane: { kind: 'unset' } }) },
])('makes no kubeconfig where $name', async ({ scope }) => {
  const client = fakeClient([]);
  expect(await kubeconfig(deps(client))(scope, fakeContext())).toEqual({ kind: 'done' });
  expect(client.calls).toEqual([]);
});

test('waits for the certificate authority', async () => {
  expect(await kubeconfig(deps(fakeClient([])))(standAlone, fakeContext())).toMatchObject({ kind: 'requeue', afterMs: 30_000, reason: 'WaitingForCertificateAuthority' });
});

test('makes the kubeconfig once', async () => {
  const authority = await generateClusterCertificate('ca', undefined, now);
  const client = fakeClient([certificateSecret(key, 'ca', authority, clusterOwner)]);
  await kubeconfig(deps(client))(standAlone, fakeContext());
  await kubeconfig(deps(client))(standAlone, fakeContext());
  expect(client.writes.map(({ verb, key: name }) => [verb, name])).toEqual([['create', 'default/c1-kubeconfig']]);
  const secret = client.objects(Secrets).find(({ metadata }) => metadata.name === 'c1-kubeconfig') as Secret;
  expect(secret.metadata.ownerReferences).toEqual([clusterOwner]);
  expect(kubeconfigServer(kubeconfigOf(secret), 'c1')).toBe('https://1.2.3.4:6443');
});
