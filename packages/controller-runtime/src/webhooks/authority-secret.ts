import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { KubeObject, Resource } from '@clusterwright/api';
import { ignoreNotFound, isAlreadyExists, isConflict } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import type { CertificateAuthority } from './issue-certificate.ts';
import { issueAuthority } from './issue-certificate.ts';

interface Secret extends KubeObject {
  type?: string;
  data?: Record<string, string>;
}

const secrets: Resource<Secret> = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true };
const day = 24 * 3_600_000;
const authorityLifetimeMs = 3650 * day;
/** A new authority is made this long before the old one ends; both are trusted in between. */
const authorityOverlapMs = 365 * day;
const maxAttempts = 5;

export interface SharedAuthority {
  /** Signs from now on. */
  readonly current: CertificateAuthority;
  /** Every authority a client should trust, PEM. */
  readonly bundle: string;
}

/**
 * The authority all replicas of a service share, kept in a Secret (`ca.crt` the bundle, newest first; `ca.key` the newest key). Made when it is not there, renewed before
 * it ends. Two replicas that do so at once agree on the first one's.
 */
export async function ensureSharedAuthority(client: Pick<KubeClient, 'get' | 'create' | 'update'>, key: { namespace: string; name: string }, now: () => Date): Promise<SharedAuthority> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ignoreNotFound(client.get(secrets, key));
    const known = found && readAuthority(found);
    if (known && expiryOf(known.current.cert) - now().getTime() > authorityOverlapMs) return known;
    const next = await makeAuthority(key.name, known, now());
    const data = { 'ca.crt': encode(next.bundle), 'ca.key': encode(next.current.key) };
    try {
      if (found) await client.update(secrets, { ...found, data: { ...found.data, ...data } });
      else await client.create<Secret>(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: key, type: 'Opaque', data });
      return next;
    } catch (error) {
      // Another replica was first: read what it wrote.
      if ((!isAlreadyExists(error) && !isConflict(error)) || attempt === maxAttempts) throw error;
    }
  }
}

async function makeAuthority(name: string, previous: SharedAuthority | undefined, now: Date): Promise<SharedAuthority> {
  const current = await issueAuthority(`${name}-ca`, { notBefore: new Date(now.getTime() - day), notAfter: new Date(now.getTime() + authorityLifetimeMs) });
  const stillValid = certificatesOf(previous?.bundle ?? '').filter((cert) => expiryOf(cert) > now.getTime());
  return { current, bundle: [current.cert, ...stillValid].join('') };
}

/** Undefined where the Secret holds nothing usable: it is then written anew. */
function readAuthority({ data }: Secret): SharedAuthority | undefined {
  const bundle = decode(data?.['ca.crt']);
  const key = decode(data?.['ca.key']);
  const [cert] = certificatesOf(bundle);
  return cert && belongsTo(key, cert) ? { current: { cert, key }, bundle } : undefined;
}

function certificatesOf(bundle: string): string[] {
  return (bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).filter(isCertificate).map((cert) => `${cert}\n`);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).ca;
  } catch {
    // Whatever it is, it cannot be used; the caller replaces it.
    return false;
  }
}

/** A Secret that was edited by hand may hold a key of another certificate. */
function belongsTo(key: string, cert: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    // No key at all.
    return false;
  }
}

function expiryOf(pem: string): number {
  return new X509Certificate(pem).validToDate.getTime();
}

const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (data: string | undefined): string => Buffer.from(data ?? '', 'base64').toString('utf8');
