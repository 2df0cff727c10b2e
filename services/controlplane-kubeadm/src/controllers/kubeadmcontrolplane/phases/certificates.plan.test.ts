import type { OwnerReference } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import type { ClusterCertificate } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import type { CertificatePurpose } from '@clusterwright/provider-kit/certificates/purposes';
import { missingCertificatesMessage, ownerReferencesWith, planCertificates } from './certificates.plan.ts';

const owner: OwnerReference = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'cp', uid: 'u', controller: true, blockOwnerDeletion: true };
const bootstrap: OwnerReference = { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', name: 'm', uid: 'b', controller: true };
const plain: OwnerReference = { apiVersion: 'v1', kind: 'Thing', name: 't', uid: 't' };
const secretOf = (ownerReferences: OwnerReference[], type = 'cluster.x-k8s.io/secret'): Secret => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', ownerReferences }, type });
const found = (purpose: CertificatePurpose, secret?: Secret): ClusterCertificate => ({ purpose, secret, secretName: `c-${purpose}`, certPath: '', keyPath: '', external: false, pair: undefined });

const ownership = [
  { name: 'ours', why: 'nothing to write', secret: secretOf([owner]), want: undefined },
  { name: 'nobody’s', why: 'it goes with the control plane', secret: secretOf([]), want: [owner] },
  { name: 'of a KubeadmConfig', why: 'the control plane takes over as controller', secret: secretOf([bootstrap, plain]), want: [plain, owner] },
  { name: 'ours from an older API', why: 'the reference is brought up to date', secret: secretOf([{ ...owner, apiVersion: 'controlplane.cluster.x-k8s.io/v1beta1' }]), want: [owner] },
  { name: 'the user’s', why: 'it stays when the cluster goes', secret: secretOf([], 'Opaque'), want: undefined },
  { name: 'the user’s with an owner', why: 'the same', secret: secretOf([bootstrap], 'kubernetes.io/tls'), want: undefined },
];
test.each(ownership)('a Secret that is $name → $want ($why)', ({ secret, want }) => {
  expect(ownerReferencesWith(secret, owner)).toEqual(want);
});

test('before initialization what is missing is generated, afterwards it is reported', () => {
  const certificates = [found('ca', secretOf([owner])), found('etcd'), found('sa')];
  expect(planCertificates(certificates, owner, false)).toMatchObject({ generate: ['etcd', 'sa'], missing: [], adopt: [] });
  expect(planCertificates(certificates, owner, true)).toMatchObject({ generate: [], missing: ['etcd', 'sa'], adopt: [] });
});

test('Secrets without our ownership are adopted', () => {
  const secret = secretOf([]);
  expect(planCertificates([found('ca', secret)], owner, true).adopt).toEqual([{ secret, ownerReferences: [owner] }]);
});

test('the message counts', () => {
  expect(missingCertificatesMessage(['ca'])).toBe('Cluster certificate for ca is not available, please check cluster certificate secrets');
  expect(missingCertificatesMessage(['ca', 'sa'])).toBe('Cluster certificates for ca, sa are not available, please check cluster certificate secrets');
});
