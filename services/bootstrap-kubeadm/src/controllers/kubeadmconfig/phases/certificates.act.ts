import { Secrets } from '@clusterwright/api/kubernetes';
import { done, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { isAlreadyExists } from '@clusterwright/kube-client';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import {
  certificateOf,
  certificateSecret,
  controlPlaneCertificates,
  generateClusterCertificate,
  lookupCertificates,
  missingCertificate,
  workerCertificates,
  type CertificateSpec,
  type ClusterCertificate,
} from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import { asPart } from '../bootstrap-data-error.ts';
import { clusterKey, type KubeadmConfigDeps, type KubeadmConfigScope } from '../kubeadmconfig.scope.ts';

/** Reads the certificates that the data need; makes them where no control plane provider does (spec KB-05). */
export function certificates({ client }: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    const specs = certificateSpecs(scope);
    if (!specs) return done;
    const found = await asPart('certificates', async () => {
      const existing = await lookupCertificates((key) => client.get(Secrets, key), clusterKey(scope), specs);
      return scope.plan.step === 'init' ? forInit(client, scope, existing, ctx) : forJoin(existing);
    });
    return { outcome: done, observed: { certificates: found } };
  };
}

function certificateSpecs({ plan, config }: KubeadmConfigScope): CertificateSpec[] | undefined {
  if (plan.step === 'joinWorker') return workerCertificates(config.spec?.joinConfiguration?.caCertPath);
  return plan.step === 'init' || plan.step === 'joinControlPlane' ? controlPlaneCertificates(config.spec?.clusterConfiguration) : undefined;
}

function forJoin(existing: readonly ClusterCertificate[]): readonly ClusterCertificate[] {
  const problem = missingCertificate(existing);
  if (problem) throw problem;
  return existing;
}

/** Without key is fine here: with an authority of the user's own, only its certificate is written to the machine. */
async function forInit(client: Client, scope: KubeadmConfigScope, existing: readonly ClusterCertificate[], ctx: ReconcileContext): Promise<readonly ClusterCertificate[]> {
  const isStandalone = scope.cluster.spec.controlPlaneRef === undefined;
  return Promise.all(
    existing.map(async (certificate) => {
      if (certificate.pair) return certificate;
      if (isStandalone) return generate(client, scope, certificate, ctx);
      throw new CertificateError('Missing', `missing certificate: Secret ${certificate.secretName} does not exist`);
    }),
  );
}

async function generate(client: Client, scope: KubeadmConfigScope, certificate: ClusterCertificate, ctx: ReconcileContext): Promise<ClusterCertificate> {
  const { purpose, secretName } = certificate;
  const cluster = clusterKey(scope);
  const pair = await generateClusterCertificate(purpose, scope.config.spec?.clusterConfiguration, ctx.now());
  try {
    ctx.log.info('Creating certificate', { Secret: secretName, reason: 'the Cluster has no control plane object' });
    const secret = await client.create(Secrets, certificateSecret(cluster, purpose, pair, ownerReferenceTo(scope.config, { controller: true })), { signal: ctx.signal });
    return { ...certificate, secret, pair };
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const secret = await client.live.get(Secrets, { namespace: cluster.namespace, name: secretName }, { signal: ctx.signal });
    return { ...certificate, secret, pair: certificateOf(secret) };
  }
}
