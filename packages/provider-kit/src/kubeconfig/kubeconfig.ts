import { dump, load } from 'js-yaml';
import type { ObjectKey, OwnerReference } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import { CertificateError } from '../certificates/certificate-errors.ts';
import type { KeyAlgorithm } from '../certificates/keys.ts';
import { clusterSecretName, clusterSecretType, kubeconfigKey } from '../certificates/purposes.ts';
import { certificateExpiry, signCertificate, type PemPair } from '../certificates/signing.ts';

/** The client certificate of a generated kubeconfig lives for a year and is renewed when half of it is left. */
export const clientCertificateLifetimeMs = 365 * 24 * 3600 * 1000;
export const clientCertificateRenewalMs = clientCertificateLifetimeMs / 2;

export interface KubeconfigOptions {
  readonly clusterName: string;
  /** URL of the API server, `https://host:port`. */
  readonly server: string;
  readonly authority: PemPair;
  readonly now: Date;
  readonly algorithm?: KeyAlgorithm | '' | undefined;
}

/** `https://host:port` of a control plane endpoint; an IPv6 address is put in brackets. */
export function serverURL({ host, port }: { readonly host: string; readonly port: number }): string {
  return `https://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

/**
 * Builds an administrator's kubeconfig for a workload cluster, with a new client certificate.
 *
 * Errors: `CertificateError`, naming the Secret of the authority.
 */
export async function buildKubeconfig({ clusterName, server, authority, now, algorithm }: KubeconfigOptions): Promise<string> {
  const { cert, key } = await signCertificate(
    authority,
    { now, commonName: 'kubernetes-admin', organizations: ['system:masters'], usages: ['clientAuth'], algorithm },
    `the certificate authority in Secret ${clusterSecretName(clusterName, 'ca')}`,
  );
  const user = `${clusterName}-admin`;
  const context = `${user}@${clusterName}`;
  return dump(
    {
      apiVersion: 'v1',
      clusters: [{ cluster: { 'certificate-authority-data': toBase64(authority.cert), server }, name: clusterName }],
      contexts: [{ context: { cluster: clusterName, user }, name: context }],
      'current-context': context,
      kind: 'Config',
      users: [{ name: user, user: { 'client-certificate-data': toBase64(cert), 'client-key-data': toBase64(key) } }],
    },
    { lineWidth: -1 },
  );
}

/** The Secret `<cluster>-kubeconfig`. */
export function kubeconfigSecret(cluster: ObjectKey, kubeconfig: string, owner: OwnerReference): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...(cluster.namespace === undefined ? {} : { namespace: cluster.namespace }),
      name: clusterSecretName(cluster.name, 'kubeconfig'),
      labels: { 'cluster.x-k8s.io/cluster-name': cluster.name },
      ownerReferences: [owner],
    },
    type: clusterSecretType,
    data: { [kubeconfigKey]: toBase64(kubeconfig) },
  };
}

/** The kubeconfig text in a Secret. Errors: `CertificateError` (Invalid) where the key `value` is missing. */
export function kubeconfigOf(secret: Secret): string {
  const data = secret.data?.[kubeconfigKey];
  if (data === undefined) throw new CertificateError('Invalid', `missing key "${kubeconfigKey}" in Secret ${secret.metadata.namespace}/${secret.metadata.name}`);
  return Buffer.from(data, 'base64').toString('utf8');
}

/** What is read of a kubeconfig to renew it. */
interface KubeconfigFile {
  readonly clusters?: readonly { readonly name?: string; readonly cluster?: { readonly server?: string } }[];
  readonly users?: readonly { readonly name?: string; readonly user?: { readonly 'client-certificate-data'?: string } }[];
}

/**
 * When the first client certificate of a kubeconfig expires; undefined where no user has one.
 * Errors: `CertificateError` (Invalid).
 */
export function kubeconfigExpiry(kubeconfig: string): Date | undefined {
  const expiries = (parseKubeconfig(kubeconfig).users ?? []).flatMap(({ name, user }) => {
    const data = user?.['client-certificate-data'];
    return data ? [certificateExpiry(Buffer.from(data, 'base64').toString('utf8'), `the client certificate of kubeconfig user ${String(name)}`)] : [];
  });
  return expiries.sort((a, b) => a.getTime() - b.getTime())[0];
}

/** Whether the client certificate has less than half of its life left. */
export function needsRenewal(kubeconfig: string, now: Date): boolean {
  const expiry = kubeconfigExpiry(kubeconfig);
  return expiry !== undefined && expiry.getTime() - now.getTime() < clientCertificateRenewalMs;
}

/** The API server's URL of a cluster's entry; undefined where there is none. */
export function kubeconfigServer(kubeconfig: string, clusterName: string): string | undefined {
  return parseKubeconfig(kubeconfig).clusters?.find(({ name }) => name === clusterName)?.cluster?.server;
}

function parseKubeconfig(text: string): KubeconfigFile {
  try {
    // Read defensively below: every field is optional.
    return (load(text) ?? {});
  } catch {
    throw new CertificateError('Invalid', 'failed to parse the kubeconfig: it is not YAML');
  }
}

const toBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
