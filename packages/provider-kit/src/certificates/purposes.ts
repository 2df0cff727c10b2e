/** Names of the Secrets that belong to a Cluster: `<cluster>-<purpose>`, known to every provider. */

export const secretPurposes = {
  kubeconfig: 'kubeconfig',
  clusterCA: 'ca',
  etcdCA: 'etcd',
  serviceAccount: 'sa',
  frontProxyCA: 'proxy',
  /** Supplied by the user where etcd is external. */
  apiServerEtcdClient: 'apiserver-etcd-client',
} as const;

export type SecretPurpose = (typeof secretPurposes)[keyof typeof secretPurposes];
/** A purpose whose Secret holds a certificate (or public key) and a private key. */
export type CertificatePurpose = Exclude<SecretPurpose, 'kubeconfig'>;

/** Type of every Secret that Cluster API generates; another type means that a user supplied the Secret. */
export const clusterSecretType = 'cluster.x-k8s.io/secret';
export const tlsCrtKey = 'tls.crt';
export const tlsKeyKey = 'tls.key';
export const kubeconfigKey = 'value';

export function clusterSecretName(cluster: string, purpose: SecretPurpose): string {
  return `${cluster}-${purpose}`;
}

/**
 * The Cluster and purpose a Secret's name stands for; undefined where it is not such a name.
 * The longest purpose wins, so `a-apiserver-etcd-client` is never read as another Cluster's Secret.
 */
export function parseClusterSecretName(name: string): { readonly cluster: string; readonly purpose: SecretPurpose } | undefined {
  const matching = Object.values(secretPurposes)
    .filter((purpose) => name.endsWith(`-${purpose}`) && name.length > purpose.length + 1)
    .sort((a, b) => b.length - a.length);
  const purpose = matching[0];
  return purpose && { cluster: name.slice(0, -purpose.length - 1), purpose };
}
