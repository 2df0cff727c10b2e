import { keyOf } from '@clusterwright/api';
import { Secrets } from '@clusterwright/api/kubernetes';
import { done, requeueAfter, type Phase } from '@clusterwright/controller-runtime';
import { certificateOf } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { clusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import { buildKubeconfig, kubeconfigSecret, serverURL } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import type { ClusterDeps, ClusterScope } from '../cluster.scope.ts';
import { planKubeconfig } from './kubeconfig.plan.ts';

/** The certificate authority is made by whoever boots the first machine; its Secret carries no owner of ours to watch by. */
const certificateAuthorityRetryMs = 30_000;

/** Makes Secret `<cluster>-kubeconfig` for stand-alone control plane Machines, once their certificate authority exists. */
export function kubeconfig({ client }: ClusterDeps): Phase<ClusterScope> {
  return async (scope, { log, now, signal }) => {
    const plan = planKubeconfig(scope);
    if (plan.step === 'none') return done;
    const key = keyOf(scope.cluster);
    const secretKey = (purpose: 'ca' | 'kubeconfig') => ({ namespace: key.namespace, name: clusterSecretName(key.name, purpose) });
    if (await client.get(Secrets, secretKey('kubeconfig'))) return done;

    const secret = await client.get(Secrets, secretKey('ca'));
    if (!secret) return requeueAfter(certificateAuthorityRetryMs, 'WaitingForCertificateAuthority', `Secret ${secretKey('ca').name} does not exist`);
    const text = await buildKubeconfig({ clusterName: key.name, server: serverURL(plan.endpoint), authority: certificateOf(secret), now: now() });
    log.info('Creating kubeconfig Secret', { Secret: `${key.namespace}/${secretKey('kubeconfig').name}`, reason: 'no control plane object makes it' });
    await client.create(Secrets, kubeconfigSecret(key, text, ownerReferenceTo(scope.cluster)), { signal });
    return done;
  };
}
