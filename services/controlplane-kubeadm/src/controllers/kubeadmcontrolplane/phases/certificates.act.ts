import { keyOf } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { toError } from '@clusterwright/api/errors';
import { done, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { certificateOf, certificateSecret, controlPlaneCertificates, generateClusterCertificate, lookupCertificates, type CertificateConfiguration, type ClusterCertificate } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { clusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import type { ClusterSecrets } from '../cluster-secrets.ts';
import { controlPlaneOwner } from '../desired-state.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { planCertificates, type CertificatePlan, type CertificatesState } from './certificates.plan.ts';

export interface CertificatesDeps {
  readonly client: Pick<Client, 'patch'>;
  readonly secrets: ClusterSecrets;
}

/** Finds the cluster's certificates, makes those that are still to be made, and owns them. What goes wrong is observed; the next step fails on it. */
export function certificates(deps: CertificatesDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    return { outcome: done, observed: { certificates: await ensureCertificates(deps, scope, ctx) } };
  };
}

async function ensureCertificates(deps: CertificatesDeps, scope: ControlPlaneScope, ctx: ReconcileContext): Promise<CertificatesState> {
  const { controlPlane, cluster, initialized } = scope;
  let found: readonly ClusterCertificate[];
  let plan: CertificatePlan;
  try {
    const specs = controlPlaneCertificates(configurationOf(controlPlane));
    // What users must bring is never made, so that its absence is only seen by asking.
    const theirs = new Set(specs.filter(({ external }) => external).map(({ purpose }) => clusterSecretName(cluster.metadata.name, purpose)));
    const known = await lookupCertificates((key) => (initialized || theirs.has(key.name) ? deps.secrets.lookup(key) : deps.secrets.find(key)), keyOf(cluster), specs);
    plan = planCertificates(known, controlPlaneOwner(controlPlane, true), initialized);
    found = await Promise.all(known.map(async (certificate) => (plan.generate.includes(certificate.purpose) ? generate(deps, scope, certificate, ctx) : certificate)));
  } catch (error) {
    return { kind: 'failed', error: toError(error), isOwnership: false };
  }
  if (plan.missing.length > 0) return { kind: 'missing', purposes: plan.missing };
  try {
    await adopt(deps, plan, ctx);
  } catch (error) {
    return { kind: 'failed', error: toError(error), isOwnership: true };
  }
  return { kind: 'available', certificates: found };
}

function configurationOf({ spec }: KubeadmControlPlane): CertificateConfiguration | undefined {
  return spec.kubeadmConfigSpec?.clusterConfiguration;
}

/** The certificate, made and stored. Somebody else's Secret that turns up meanwhile is taken. */
async function generate(deps: CertificatesDeps, { controlPlane, cluster }: ControlPlaneScope, certificate: ClusterCertificate, ctx: ReconcileContext): Promise<ClusterCertificate> {
  const { purpose, secretName } = certificate;
  ctx.log.info('Generating cluster certificate', { reason: 'Secret does not exist', Secret: `${cluster.metadata.namespace}/${secretName}` });
  const pair = await generateClusterCertificate(purpose, configurationOf(controlPlane), ctx.now());
  const secret = await deps.secrets.create(certificateSecret(keyOf(cluster), purpose, pair, controlPlaneOwner(controlPlane, true)), ctx.signal);
  return { ...certificate, secret, pair: certificateOf(secret) };
}

async function adopt({ client }: CertificatesDeps, { adopt: secrets }: CertificatePlan, { signal }: ReconcileContext): Promise<void> {
  for (const { secret, ownerReferences } of secrets) {
    const body = { metadata: { ownerReferences, resourceVersion: secret.metadata.resourceVersion } };
    await client.patch(Secrets, keyOf(secret), { type: 'merge', body }, { signal });
  }
}
