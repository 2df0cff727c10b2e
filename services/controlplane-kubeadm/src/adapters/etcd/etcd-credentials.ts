import { keyString, type ObjectKey } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import { certificateOf } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import type { KeyAlgorithm } from '@clusterwright/provider-kit/certificates/keys';
import { clusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import { signCertificate, type PemPair } from '@clusterwright/provider-kit/certificates/signing';
import { EtcdError, type EtcdTarget } from '../../ports/etcd-client.ts';
import type { EtcdCredentials } from './etcd-tls.ts';

export interface CredentialSourceOptions {
  readonly readSecret: (key: ObjectKey) => Promise<Secret | undefined>;
  readonly now: () => Date;
}

interface Entry {
  readonly ca: string;
  readonly credentials: Promise<EtcdCredentials>;
  readonly expiresAt: number;
}

const cacheMs = 24 * 3600 * 1000;
const validityDays = 3650;

/**
 * Gives client credentials for the etcd of a cluster: signed by its authority and kept for a day; where the authority's key is not known, those that the user
 * supplied for the API server. Errors: `EtcdError` (Credentials), `CertificateError`.
 */
export function createEtcdCredentialSource({ readSecret, now }: CredentialSourceOptions): (target: EtcdTarget) => Promise<EtcdCredentials> {
  const entries = new Map<string, Entry>();

  const read = async ({ namespace, name }: ObjectKey, purpose: 'etcd' | 'apiserver-etcd-client'): Promise<PemPair> => {
    const key = { namespace, name: clusterSecretName(name, purpose) };
    const secret = await readSecret(key);
    if (!secret) throw new EtcdError('Credentials', `Secret ${keyString(key)} does not exist`);
    return certificateOf(secret);
  };

  return async (target) => {
    const authority = await read(target.cluster, 'etcd');
    if (!authority.key) return userSupplied(authority.cert, await read(target.cluster, 'apiserver-etcd-client'), target.cluster);

    const time = now().getTime();
    for (const [key, { expiresAt }] of entries) if (expiresAt <= time) entries.delete(key);
    const key = [keyString(target.cluster), target.clusterUID, target.keyAlgorithm ?? ''].join('/');
    const known = entries.get(key);
    if (known?.ca === authority.cert) return known.credentials;

    const credentials = sign(authority, target, now());
    entries.set(key, { ca: authority.cert, credentials, expiresAt: time + cacheMs });
    credentials.catch(() => entries.delete(key));
    return credentials;
  };
}

function userSupplied(ca: string, { cert, key }: PemPair, { namespace, name }: ObjectKey): EtcdCredentials {
  if (!key) throw new EtcdError('Credentials', `key tls.key is missing in Secret ${namespace}/${clusterSecretName(name, 'apiserver-etcd-client')}`);
  return { ca, cert, key };
}

async function sign(authority: PemPair, { cluster, keyAlgorithm }: EtcdTarget, now: Date): Promise<EtcdCredentials> {
  const what = `the certificate authority in Secret ${cluster.namespace}/${clusterSecretName(cluster.name, 'etcd')}`;
  // Where the user asks for nothing, a kind of key that takes no time to make: it never leaves this process. Else an enum of the CRD.
  const algorithm = (keyAlgorithm ?? 'ECDSA-P256') as KeyAlgorithm;
  const { cert, key } = await signCertificate(authority, { now, commonName: 'cluster-api.x-k8s.io', usages: ['clientAuth'], validityDays, algorithm }, what);
  return { ca: authority.cert, cert, key };
}
