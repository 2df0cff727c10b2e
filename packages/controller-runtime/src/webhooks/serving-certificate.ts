import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { ensureSharedAuthority } from './authority-secret.ts';
import { issueServingCertificate } from './issue-certificate.ts';
import type { ServingCertificate } from './webhook-server.ts';

/** Where a service's serving certificate comes from, and how it hears of a new one. */
export interface CertificateSource {
  /** The first certificate. Throws where there is none to be had. */
  load(): Promise<ServingCertificate>;
  /** Trust bundle to put into webhook configurations; undefined where somebody else injects it. */
  readonly bundle: string | undefined;
  /** Calls back with each new certificate until the signal fires. */
  follow(onChange: (certificate: ServingCertificate) => void, signal: AbortSignal): Promise<void>;
}

const rereadMs = 10_000;
const checkMs = 3_600_000;
const day = 24 * 3_600_000;
const servingLifetimeMs = 90 * day;
const renewBeforeMs = 30 * day;

/** Certificates from files that something else renews (cert-manager, a mounted Secret). */
export function certificateFromFiles(options: { dir: string; certName: string; keyName: string; clock: Clock; log: Logger }): CertificateSource {
  const { dir, certName, keyName, clock, log } = options;
  const read = async (): Promise<ServingCertificate> => ({ cert: await readFile(join(dir, certName), 'utf8'), key: await readFile(join(dir, keyName), 'utf8') });
  let last = '';
  return {
    bundle: undefined,
    async load() {
      const certificate = await read();
      last = certificate.cert;
      return certificate;
    },
    async follow(onChange, signal) {
      while (!signal.aborted) {
        await clock.sleep(rereadMs, signal);
        try {
          const certificate = await read();
          if (certificate.cert === last) continue;
          onChange(certificate);
          last = certificate.cert;
          log.info('Using renewed webhook certificate', { dir, reason: 'files changed' });
        } catch (error) {
          // Files may be half replaced; the old certificate serves until the next look.
          log.error('Failing to read webhook certificate', { dir, err: toError(error) });
        }
      }
    },
  };
}

/** Certificates the service issues itself, from an authority its replicas share in a Secret. */
export function selfIssuedCertificate(options: { client: KubeClient; secret: { namespace: string; name: string }; serviceName: string; clock: Clock; log: Logger }): CertificateSource {
  const { client, secret, serviceName, clock, log } = options;
  const host = `${serviceName}.${secret.namespace}`;
  const dns = [`${host}.svc`, `${host}.svc.cluster.local`, host, 'localhost'];
  let bundle = '';
  let renewAt = 0;
  const issue = async (): Promise<ServingCertificate> => {
    const authority = await ensureSharedAuthority(client, secret, () => clock.now());
    const now = clock.now().getTime();
    const certificate = await issueServingCertificate(authority.current, { dns, ips: ['127.0.0.1', '::1'] }, { notBefore: new Date(now - day), notAfter: new Date(now + servingLifetimeMs) });
    bundle = authority.bundle;
    renewAt = now + servingLifetimeMs - renewBeforeMs;
    return certificate;
  };
  return {
    get bundle() {
      return bundle;
    },
    load: issue,
    async follow(onChange, signal) {
      while (!signal.aborted) {
        await clock.sleep(checkMs, signal);
        if (signal.aborted || clock.now().getTime() < renewAt) continue;
        try {
          onChange(await issue());
          log.info('Using renewed webhook certificate', { reason: 'the last one ends soon' });
        } catch (error) {
          log.error('Failing to renew webhook certificate', { err: toError(error) });
        }
      }
    },
  };
}
