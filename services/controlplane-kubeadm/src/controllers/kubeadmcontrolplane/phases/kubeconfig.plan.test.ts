import type { OwnerReference } from '@clusterwright/api';
import { generateCertificateAuthority } from '@clusterwright/provider-kit/certificates/signing';
import { buildKubeconfig, kubeconfigSecret } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import { planKubeconfig } from './kubeconfig.plan.ts';

const made = new Date('2026-01-01T00:00:00Z');
const owner: OwnerReference = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'u', controller: true, blockOwnerDeletion: true };
const cluster: OwnerReference = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'c' };
const authority = await generateCertificateAuthority({ now: made, algorithm: 'ECDSA-P256' });
const text = await buildKubeconfig({ clusterName: 'c', server: 'https://x:6443', authority, now: made, algorithm: 'ECDSA-P256' });
const ours = kubeconfigSecret({ namespace: 'ns', name: 'c' }, text, owner);
const unowned = kubeconfigSecret({ namespace: 'ns', name: 'c' }, text, cluster);
const soon = new Date('2026-03-01T00:00:00Z');
const late = new Date('2026-08-01T00:00:00Z');

const cases = [
  { name: 'no Secret', why: 'nobody could reach the cluster', secret: undefined, at: soon, want: { step: 'create' } },
  { name: 'ours, young', why: 'nothing to do', secret: ours, at: soon, want: { step: 'done', ownerReferences: undefined, renew: false } },
  { name: 'ours, half its life gone', why: 'it must never expire', secret: ours, at: late, want: { step: 'update', ownerReferences: undefined, renew: true } },
  { name: 'of the Cluster', why: 'older versions owned it so', secret: unowned, at: soon, want: { step: 'update', ownerReferences: [cluster, owner], renew: false } },
  { name: 'of the Cluster, half its life gone', why: 'both in one write', secret: unowned, at: late, want: { step: 'update', ownerReferences: [cluster, owner], renew: true } },
  { name: 'the user’s', why: 'they renew it', secret: { ...unowned, type: 'Opaque' }, at: late, want: { step: 'done', ownerReferences: undefined, renew: false } },
];
test.each(cases)('planKubeconfig: $name → $want.step ($why)', ({ secret, at, want }) => {
  expect(planKubeconfig(secret, owner, at)).toEqual(want);
});
