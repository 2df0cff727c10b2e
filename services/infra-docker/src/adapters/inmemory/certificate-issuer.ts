import { createPrivateKey } from 'node:crypto';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import { decodeCertificate, signCertificate, type SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import type { SimulationClock } from './clock.ts';

export interface ServerSubject {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  /** Where clients reach the server; an address or a name. */
  readonly host: string;
  readonly usages: readonly ('serverAuth' | 'clientAuth')[];
}

const maxAtOnce = 2;
const authorityName = 'the certificate authority';

/**
 * Issues the serving certificates of all simulated clusters, a few at a time.
 *
 * After a restart hundreds are wanted at once. Each takes some milliseconds of this thread; side by side they would hold up everything else for seconds.
 */
export class CertificateIssuer {
  readonly #clock: SimulationClock;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(clock: SimulationClock) {
    this.#clock = clock;
  }

  /** Errors: `CertificateError` where the authority cannot sign. */
  async issue(authority: SigningPair, subject: ServerSubject): Promise<SigningPair> {
    if (this.#running >= maxAtOnce) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await this.#sign(authority, subject);
    } finally {
      // The place goes to the next one, or is given up.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #sign(authority: SigningPair, { commonName, dnsNames, host, usages }: ServerSubject): Promise<SigningPair> {
    const ipAddresses = [...new Set(['127.0.0.1', '::1', ...(isIpAddress(host) ? [host] : [])])];
    const names = isIpAddress(host) ? dnsNames : [...dnsNames, host];
    const options = { commonName, usages, ipAddresses, dnsNames: names, now: this.#clock.now(), algorithm: 'ECDSA-P256' } as const;
    const pair = await signCertificate(authority, options, authorityName);
    // Without this the server would run, and no client could ever trust it.
    const belongs = decodeCertificate(authority.cert, authorityName).checkPrivateKey(createPrivateKey(authority.key));
    if (!belongs) throw new CertificateError('Invalid', `the private key of ${authorityName} does not belong to its certificate`);
    return pair;
  }
}

function isIpAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':');
}
