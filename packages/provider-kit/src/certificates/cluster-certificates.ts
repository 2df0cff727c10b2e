import type { ObjectKey, OwnerReference } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import { CertificateError } from './certificate-errors.ts';
import { generateKeyPair, type KeyAlgorithm } from './keys.ts';
import { clusterSecretName, clusterSecretType, tlsCrtKey, tlsKeyKey, type CertificatePurpose } from './purposes.ts';
import { generateCertificateAuthority, type PemPair, type SigningPair } from './signing.ts';

/** One certificate a control plane or node needs, and where kubeadm looks for it. */
export interface CertificateSpec {
  readonly purpose: CertificatePurpose;
  readonly certPath: string;
  readonly keyPath: string | undefined;
  /** Supplied by the user: never generated, and may lack the private key. */
  readonly external: boolean;
}

/** A certificate as found: `pair` is undefined where its Secret does not exist. */
export interface ClusterCertificate extends CertificateSpec {
  readonly secretName: string;
  readonly secret: Secret | undefined;
  readonly pair: PemPair | undefined;
}

/** The parts of kubeadm's ClusterConfiguration that say which certificates there are. */
export interface CertificateConfiguration {
  readonly certificatesDir?: string | undefined;
  readonly caCertificateValidityPeriodDays?: number | undefined;
  readonly encryptionAlgorithm?: string | undefined;
  readonly etcd?: { readonly external?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string } | undefined } | undefined;
}

export const defaultCertificatesDir = '/etc/kubernetes/pki';

/** The certificates of a control plane: five with an external etcd, otherwise four. The same for the first and for joining machines. */
export function controlPlaneCertificates(configuration: CertificateConfiguration | undefined): CertificateSpec[] {
  const directory = configuration?.certificatesDir || defaultCertificatesDir;
  const local = (purpose: CertificatePurpose, cert: string, key: string): CertificateSpec => ({ purpose, certPath: `${directory}/${cert}`, keyPath: `${directory}/${key}`, external: false });
  const external = configuration?.etcd?.external;
  return [
    local('ca', 'ca.crt', 'ca.key'),
    ...(external ? [{ purpose: 'etcd', certPath: external.caFile ?? '', keyPath: undefined, external: true } as const] : [local('etcd', 'etcd/ca.crt', 'etcd/ca.key')]),
    local('proxy', 'front-proxy-ca.crt', 'front-proxy-ca.key'),
    local('sa', 'sa.pub', 'sa.key'),
    ...(external ? [{ purpose: 'apiserver-etcd-client', certPath: external.certFile ?? '', keyPath: external.keyFile, external: true } as const] : []),
  ];
}

/** What a worker needs: the cluster's CA certificate, at kubeadm's place or the one its join configuration names. */
export function workerCertificates(caCertPath?: string): CertificateSpec[] {
  return [{ purpose: 'ca', certPath: caCertPath || `${defaultCertificatesDir}/ca.crt`, keyPath: undefined, external: false }];
}

/**
 * Reads the Secret of every certificate.
 *
 * Errors: `CertificateError`: Missing where a user must supply the Secret, Invalid where a Secret lacks `tls.crt`; whatever `read` throws.
 */
export function lookupCertificates(read: (key: ObjectKey) => Promise<Secret | undefined>, cluster: ObjectKey, specs: readonly CertificateSpec[]): Promise<ClusterCertificate[]> {
  return Promise.all(
    specs.map(async (spec) => {
      const secretName = clusterSecretName(cluster.name, spec.purpose);
      const secret = await read({ namespace: cluster.namespace, name: secretName });
      if (!secret && spec.external) throw new CertificateError('Missing', `external certificate not found: Secret ${cluster.namespace}/${secretName} does not exist`);
      return { ...spec, secretName, secret, pair: secret && certificateOf(secret) };
    }),
  );
}

/** The PEM pair in a certificate Secret. Errors: `CertificateError` (Invalid) where it has no `tls.crt`. */
export function certificateOf(secret: Secret): PemPair {
  const cert = secret.data?.[tlsCrtKey];
  if (cert === undefined) {
    const { namespace, name } = secret.metadata;
    throw new CertificateError('Invalid', `failed to read keypair from certificate ${namespace}/${name}: missing data for key ${tlsCrtKey}`);
  }
  const key = secret.data?.[tlsKeyKey];
  return { cert: fromBase64(cert), key: key ? fromBase64(key) : undefined };
}

/** Why the certificates cannot be used by a control plane; undefined where all are there. Authorities of users may lack a key only where they are external. */
export function missingCertificate(certificates: readonly ClusterCertificate[]): CertificateError | undefined {
  for (const { purpose, secretName, pair, external } of certificates) {
    if (!pair) return new CertificateError('Missing', `missing certificate: Secret ${secretName} does not exist`);
    if (!pair.cert) return new CertificateError('Invalid', `missing crt data for certificate: ${purpose}: key ${tlsCrtKey} of Secret ${secretName} is empty`);
    if (!pair.key && !external) return new CertificateError('MissingKey', `missing key data for certificate: ${purpose}: key ${tlsKeyKey} of Secret ${secretName} is empty`);
  }
  return undefined;
}

/** Generates the pair of a certificate that does not exist yet: an authority, or the keys that sign service account tokens. */
export async function generateClusterCertificate(purpose: CertificatePurpose, configuration: CertificateConfiguration | undefined, now: Date): Promise<SigningPair> {
  // The enum is enforced by the CRD; anything else is refused by generateKeyPair.
  const algorithm = (configuration?.encryptionAlgorithm ?? '') as KeyAlgorithm | '';
  if (purpose === 'sa') {
    const { publicKey, privateKey } = await generateKeyPair(algorithm || 'RSA-2048');
    return { cert: publicKey, key: privateKey };
  }
  return generateCertificateAuthority({ now, validityDays: configuration?.caCertificateValidityPeriodDays, algorithm });
}

/** The Secret that holds a generated pair. */
export function certificateSecret(cluster: ObjectKey, purpose: CertificatePurpose, pair: PemPair, owner: OwnerReference): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...(cluster.namespace === undefined ? {} : { namespace: cluster.namespace }),
      name: clusterSecretName(cluster.name, purpose),
      labels: { 'cluster.x-k8s.io/cluster-name': cluster.name },
      ownerReferences: [owner],
    },
    type: clusterSecretType,
    data: { [tlsCrtKey]: toBase64(pair.cert), [tlsKeyKey]: toBase64(pair.key ?? '') },
  };
}

/** A file of bootstrap data. */
export interface CertificateFile {
  readonly path: string;
  readonly owner: string;
  readonly permissions: string;
  readonly content: string;
}

/** The files kubeadm expects on a machine, in the order of the certificates; keys readable by root only. */
export function certificateFiles(certificates: readonly ClusterCertificate[]): CertificateFile[] {
  const owner = 'root:root';
  return certificates.flatMap(({ pair, certPath, keyPath }) => [
    ...(pair?.cert && certPath ? [{ path: certPath, owner, permissions: '0640', content: pair.cert }] : []),
    ...(pair?.key && keyPath ? [{ path: keyPath, owner, permissions: '0600', content: pair.key }] : []),
  ]);
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
const toBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
