import type { ConnectionConfig, Credentials } from './connection.ts';

const maxAgeMs = 30_000;

/**
 * The credentials of a connection as they are now.
 *
 * Guarantees: the provider is asked at most once at a time and at most every 30 s, unless the server refuses what it gave; where it fails later on, the last
 * credentials go on being used.
 */
export class CredentialsSource {
  readonly #config: ConnectionConfig;
  readonly #now: () => number;
  #known: Credentials | undefined;
  #readAt = -Infinity;
  #reading: Promise<Credentials> | undefined;

  constructor(config: ConnectionConfig, now: () => number = () => performance.now()) {
    this.#config = config;
    this.#now = now;
  }

  async current(): Promise<Credentials> {
    if (!this.#config.credentials) return this.#config;
    if (this.#known && this.#now() - this.#readAt <= maxAgeMs) return this.#known;
    return this.#read();
  }

  /** Asks for new credentials because the server refused these. True where there are others now, so that another try makes sense. */
  async renew(refused: Credentials): Promise<boolean> {
    if (!this.#config.credentials) return false;
    if (this.#known !== refused) return true;
    const next = await this.#read();
    return next.token !== refused.token || next.cert !== refused.cert || next.key !== refused.key;
  }

  #read(): Promise<Credentials> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #ask(): Promise<Credentials> {
    const { credentials } = this.#config;
    try {
      if (credentials) this.#known = await credentials();
    } catch (error) {
      // A file that is being replaced, a plugin that cannot reach its issuer: what we have may still be good, and the server tells if it is not.
      if (!this.#known) throw error;
    }
    this.#readAt = this.#now();
    return this.#known ?? this.#config;
  }
}
