import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { MetricsRegistry } from '../manager.ts';
import { ensureSharedAuthority } from './authority-secret.ts';
import { issueServingCertificate } from './issue-certificate.ts';
import type { ServingCertificate } from './webhook-server.ts';

/** Where a service's serving certificate comes from, and how it hears of a new one. */
export interface CertificateSource {
  /** The first certificate. Throws where there is none to be had. */
  load(): Promise<ServingCertificate>;
  /** Trust bundle to put into webhook configurations; undefined where somebody else injects it. */
  readonly bundle: string | undefined;
  /** Looks at once whether there is something new, instead of at the next regular time. */
  recheck(): Promise<void>;
  /** Calls back with each new certificate until the signal fires. */
  follow(onChange: (certificate: ServingCertificate) => void, signal: AbortSignal): Promise<void>;
}

const rereadMs = 10_000;
const checkMs = 3_600_000;
const day = 24 * 3_600_000;
const servingLifetimeMs = 90 * day;
const renewBeforeMs = 30 * day;

export interface CertificateFiles {
  readonly dir: string;
  readonly certName: string;
  readonly keyName: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: MetricsRegistry | undefined;
}

/** Certificates from files that something else renews (cert-manager, a mounted Secret). */
export function certificateFromFiles({ dir, certName, keyName, clock, log, metrics }: CertificateFiles): CertificateSource {
  const reads = metrics?.counter('certwatcher_read_certificate_total', 'Total number of certificate reads', []);
  const failures = metrics?.counter('certwatcher_read_certificate_errors_total', 'Total number of certificate read errors', []);
  let last = '';
  let deliver: (certificate: ServingCertificate) => void = () => undefined;
  const read = async (): Promise<ServingCertificate> => {
    reads?.inc({});
    return { cert: await readFile(join(dir, certName), 'utf8'), key: await readFile(join(dir, keyName), 'utf8') };
  };
  const recheck = async (): Promise<void> => {
    try {
      const certificate = await read();
      if (certificate.cert === last) return;
      deliver(certificate);
      last = certificate.cert;
      log.info('Using renewed webhook certificate', { dir, reason: 'files changed' });
    } catch (error) {
      // Files may be half replaced; the old certificate serves until the next look.
      failures?.inc({});
      log.error('Failing to read webhook certificate', { dir, err: toError(error) });
    }
  };
  return {
    bundle: undefined,
    recheck,
    async load() {
      const certificate = await read();
      last = certificate.cert;
      return certificate;
    },
    async follow(onChange, signal) {
      deliver = onChange;
      while (!signal.aborted) {
        await clock.sleep(rereadMs, signal);
        if (!signal.aborted) await recheck();
      }
    },
  };
}

export interface SelfIssuing {
  readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
  readonly secret: { readonly namespace: string; readonly name: string };
  readonly serviceName: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Certificates the service issues itself, from an authority its replicas share in a Secret. */
export function selfIssuedCertificate({ client, secret, serviceName, clock, log }: SelfIssuing): CertificateSource {
  const host = `${serviceName}.${secret.namespace}`;
  const names = { dns: [`${host}.svc`, `${host}.svc.cluster.local`, host, 'localhost'], ips: ['127.0.0.1', '::1'] };
  let bundle = '';
  let renewAt = 0;
  let deliver: (certificate: ServingCertificate) => void = () => undefined;
  let checking: Promise<void> | undefined;

  /** Undefined where the one in use is still good: of the authority all replicas share, and not near its end. */
  const issueIfDue = async (): Promise<ServingCertificate | undefined> => {
    const authority = await ensureSharedAuthority(client, secret, () => clock.now());
    const now = clock.now().getTime();
    if (authority.bundle === bundle && now < renewAt) return undefined;
    const certificate = await issueServingCertificate(authority.current, names, { notBefore: new Date(now - day), notAfter: new Date(now + servingLifetimeMs) });
    bundle = authority.bundle;
    renewAt = now + servingLifetimeMs - renewBeforeMs;
    return certificate;
  };
  const check = async (): Promise<void> => {
    try {
      const certificate = await issueIfDue();
      if (!certificate) return;
      deliver(certificate);
      log.info('Using renewed webhook certificate', { reason: 'the last one ends soon, or its authority was replaced' });
    } catch (error) {
      log.error('Failing to renew webhook certificate', { err: toError(error) });
    }
  };
  const recheck = (): Promise<void> => {
    checking ??= check().finally(() => (checking = undefined));
    return checking;
  };
  return {
    get bundle() {
      return bundle;
    },
    recheck,
    async load() {
      bundle = '';
      // Without a bundle there is always one to issue.
      return (await issueIfDue()) as ServingCertificate;
    },
    async follow(onChange, signal) {
      deliver = onChange;
      while (!signal.aborted) {
        await clock.sleep(checkMs, signal);
        if (!signal.aborted) await recheck();
      }
    },
  };
}
