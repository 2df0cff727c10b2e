import { keyOf } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import { Secrets, type Secret } from '@clusterwright/api/kubernetes';
import { done, requeueAfter, type Client, type Phase } from '@clusterwright/controller-runtime';
import type { KeyAlgorithm } from '@clusterwright/provider-kit/certificates/keys';
import { clusterSecretName, kubeconfigKey } from '@clusterwright/provider-kit/certificates/purposes';
import type { PemPair } from '@clusterwright/provider-kit/certificates/signing';
import { buildKubeconfig, kubeconfigOf, kubeconfigSecret, kubeconfigServer, serverURL } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import type { ClusterSecrets } from '../cluster-secrets.ts';
import { controlPlaneOwner } from '../desired-state.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { planKubeconfig, type KubeconfigPlan } from './kubeconfig.plan.ts';

export interface KubeconfigDeps {
  readonly client: Pick<Client, 'patch'>;
  readonly secrets: ClusterSecrets;
}

/** A CA without label, made by hand, is not watched. */
const missingAuthorityRequeueMs = 30_000;

/** Keeps the Secret `<cluster>-kubeconfig`, by which everybody reaches the workload cluster. */
export function kubeconfig({ client, secrets }: KubeconfigDeps): Phase<ControlPlaneScope> {
  return async (scope, { log, now, signal }) => {
    const { controlPlane, cluster } = scope;
    const { namespace, name } = cluster.metadata;
    const secretName = clusterSecretName(name, 'kubeconfig');
    const owner = controlPlaneOwner(controlPlane, true);
    const secret = await secrets.find({ namespace, name: secretName });
    const plan = planKubeconfig(secret, owner, now());
    if (plan.step === 'done') return done;

    const authority = authorityOf(scope);
    if (!authority && plan.step === 'create') return requeueAfter(missingAuthorityRequeueMs, 'WaitingForClusterCA', `Secret ${clusterSecretName(name, 'ca')} does not exist`);
    const build = async (server: string): Promise<string> => {
      if (!authority) throw new InvariantError(`kubeconfig of Cluster ${name} is due, but its authority is unknown`);
      return buildKubeconfig({ clusterName: name, server, authority, now: now(), algorithm: algorithmOf(scope) });
    };
    if (plan.step === 'create' || !secret) {
      log.info('Creating kubeconfig Secret', { reason: 'Secret does not exist', Secret: `${namespace}/${secretName}` });
      await secrets.create(kubeconfigSecret({ namespace, name }, await build(endpointOf(scope)), owner), signal);
      return done;
    }
    const renews = plan.renew && authority !== undefined;
    if (renews) log.info('Rotating kubeconfig Secret', { reason: 'client certificate expires', Secret: `${namespace}/${secretName}` });
    const renewed = renews ? await build(kubeconfigServer(kubeconfigOf(secret), name) ?? endpointOf(scope)) : undefined;
    await client.patch(Secrets, keyOf(secret), { type: 'merge', body: kubeconfigPatch(secret, plan, renewed) }, { signal });
    return done;
  };
}

function authorityOf({ certificates }: ControlPlaneScope): PemPair | undefined {
  if (certificates.kind !== 'available') return undefined;
  return certificates.certificates.find(({ purpose }) => purpose === 'ca')?.pair;
}

function algorithmOf({ controlPlane }: ControlPlaneScope): KeyAlgorithm | undefined {
  // The enum is enforced by the CRD.
  return controlPlane.spec.kubeadmConfigSpec?.clusterConfiguration?.encryptionAlgorithm;
}

function endpointOf({ cluster }: ControlPlaneScope): string {
  const endpoint = cluster.spec.controlPlaneEndpoint;
  if (!endpoint?.host || !endpoint.port) throw new InvariantError(`Cluster ${cluster.metadata.name} has no control plane endpoint`);
  return serverURL({ host: endpoint.host, port: endpoint.port });
}

function kubeconfigPatch(secret: Secret, { ownerReferences }: KubeconfigPlan, kubeconfigText: string | undefined): object {
  return {
    metadata: { resourceVersion: secret.metadata.resourceVersion, ...(ownerReferences ? { ownerReferences } : {}) },
    ...(kubeconfigText === undefined ? {} : { data: { [kubeconfigKey]: Buffer.from(kubeconfigText).toString('base64') } }),
  };
}
