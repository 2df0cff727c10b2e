import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { KubeObject, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { ignoreNotFound, isAlreadyExists, isConflict } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { elapsed } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

interface Lease extends KubeObject {
  spec?: { holderIdentity?: string; leaseDurationSeconds?: number; acquireTime?: string; renewTime?: string; leaseTransitions?: number };
}

const leases: Resource<Lease> = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', namespaced: true };

export interface LeaderElectionOptions {
  /** A client of its own, without a rate limit: a renewal must not queue behind other requests. */
  readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly namespace: string;
  readonly name: string;
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
  readonly identity?: string | undefined;
}

/** What one try showed: we hold the lease, somebody else does, or nobody knows. */
type Standing = 'mine' | 'taken' | 'unknown';

const releaseTimeoutMs = 5000;

/**
 * Leadership by a Lease, as client-go does it, so that our replicas and upstream's exclude each other.
 *
 * Guarantees: a lease counts as held until `leaseDurationMs` after we last saw it change, by our own monotonic clock, so the clocks of replicas need not agree and may
 * jump; a leader that could not renew says so no later than `renewDeadlineMs` after it sent the last renewal that went through, which is before anybody else may lead.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #identity: string;
  #observed: { resourceVersion: string; at: number } | undefined;
  /** The lease as we last wrote it; undefined where it may have changed since. */
  #lease: Lease | undefined;
  /** When the last request was sent that made or kept us leader. */
  #renewedAt = -Infinity;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#identity = options.identity ?? `${hostname()}_${randomUUID()}`;
  }

  /** Resolves once this process leads; rejects never, resolves early when the signal fires. */
  async acquire(signal: AbortSignal): Promise<void> {
    const { clock, log, name, retryPeriodMs, renewDeadlineMs } = this.#options;
    while (!signal.aborted) {
      if ((await this.#tryOnce(renewDeadlineMs, signal)) === 'mine') {
        log.info('Becoming leader', { lease: name, reason: 'lease is free or expired' });
        return;
      }
      await clock.sleep(retryPeriodMs * (1 + clock.random() / 5), signal);
    }
  }

  /** Keeps the lease; resolves when somebody else took it or it could not be renewed in time, or when the signal fires. */
  async hold(signal: AbortSignal): Promise<'lost' | 'stopped'> {
    const { clock, retryPeriodMs, renewDeadlineMs } = this.#options;
    while (!signal.aborted) {
      const leftMs = this.#renewedAt + renewDeadlineMs - elapsed(clock);
      if (leftMs <= 0) return 'lost';
      await clock.sleep(Math.min(retryPeriodMs, leftMs), signal);
      if (signal.aborted) break;
      const remainingMs = this.#renewedAt + renewDeadlineMs - elapsed(clock);
      if (remainingMs <= 0 || (await this.#tryOnce(remainingMs, signal)) === 'taken') return 'lost';
    }
    return 'stopped';
  }

  /** Gives the lease up, so that the next replica need not wait. To be called when nothing runs any more that needs it. */
  async release(): Promise<void> {
    const { client, clock, log, namespace, name } = this.#options;
    const giveUp = new AbortController();
    const cancel = clock.after(releaseTimeoutMs, () => giveUp.abort(new Error('no answer in time')));
    const options = { signal: giveUp.signal };
    try {
      const lease = this.#lease ?? (await ignoreNotFound(client.get(leases, { namespace, name }, options)));
      if (lease?.spec?.holderIdentity !== this.#identity) return;
      const { acquireTime: _acquireTime, ...spec } = lease.spec;
      await client.update(leases, { ...lease, spec: { ...spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: this.#microTime() } }, options);
      log.info('Releasing leadership', { lease: name, reason: 'asked to stop' });
    } catch (error) {
      log.info('Leaving the lease to expire', { lease: name, reason: toError(error).message });
    } finally {
      cancel();
    }
  }

  async #tryOnce(budgetMs: number, signal: AbortSignal): Promise<Standing> {
    const { clock, log, name } = this.#options;
    const sentAt = elapsed(clock);
    const budget = new AbortController();
    const cancel = clock.after(budgetMs, () => budget.abort(new Error('no answer in time')));
    try {
      const standing = await this.#acquireOrRenew({ signal: AbortSignal.any([signal, budget.signal]) });
      if (standing === 'mine') this.#renewedAt = sentAt;
      return standing;
    } catch (error) {
      // The request may have been carried out: the lease is read again before the next try.
      this.#lease = undefined;
      if (!isConflict(error) && !isAlreadyExists(error) && !signal.aborted) log.error('Failing to renew the lease', { lease: name, err: { message: toError(error).message } });
      return 'unknown';
    } finally {
      cancel();
    }
  }

  async #acquireOrRenew(options: { readonly signal: AbortSignal }): Promise<Standing> {
    const { client, namespace, name } = this.#options;
    const current = this.#lease ?? (await ignoreNotFound(client.get(leases, { namespace, name }, options)));
    if (!current) {
      this.#lease = await client.create<Lease>(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec: this.#spec(undefined) }, options);
      return 'mine';
    }
    const isMine = current.spec?.holderIdentity === this.#identity;
    if (!isMine && !this.#isExpired(current)) return 'taken';
    this.#lease = await client.update<Lease>(leases, { ...current, spec: this.#spec(current) }, options);
    return 'mine';
  }

  #isExpired({ metadata, spec }: Lease): boolean {
    const now = elapsed(this.#options.clock);
    const resourceVersion = metadata.resourceVersion ?? '';
    if (this.#observed?.resourceVersion !== resourceVersion) this.#observed = { resourceVersion, at: now };
    return !spec?.holderIdentity || now - this.#observed.at > (spec.leaseDurationSeconds ?? 15) * 1000;
  }

  #spec(current: Lease | undefined): NonNullable<Lease['spec']> {
    const now = this.#microTime();
    const { holderIdentity, acquireTime, leaseTransitions = 0 } = current?.spec ?? {};
    const isMine = holderIdentity === this.#identity;
    return {
      holderIdentity: this.#identity,
      leaseDurationSeconds: Math.max(1, Math.round(this.#options.leaseDurationMs / 1000)),
      acquireTime: isMine ? acquireTime : now,
      renewTime: now,
      leaseTransitions: isMine || !current ? leaseTransitions : leaseTransitions + 1,
    };
  }

  #microTime(): string {
    return this.#options.clock.now().toISOString().replace(/Z$/, '000Z');
  }
}
