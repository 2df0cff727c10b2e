import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { KubeObject, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { ignoreNotFound, isAlreadyExists, isConflict } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

interface Lease extends KubeObject {
  spec?: { holderIdentity?: string; leaseDurationSeconds?: number; acquireTime?: string; renewTime?: string; leaseTransitions?: number };
}

const leases: Resource<Lease> = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', namespaced: true };

export interface LeaderElectionOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly namespace: string;
  readonly name: string;
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
}

/**
 * Leadership by a Lease, as client-go does it, so that our replicas and upstream's exclude each other.
 *
 * A lease counts as held until `leaseDurationMs` after we last saw it change, by our own clock: the clocks of replicas need not agree.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #identity = `${hostname()}_${randomUUID()}`;
  #observed: { resourceVersion: string; at: number } | undefined;
  #lease: Lease | undefined;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
  }

  /** Resolves once this process leads; rejects never, resolves early when the signal fires. */
  async acquire(signal: AbortSignal): Promise<void> {
    const { clock, log, retryPeriodMs } = this.#options;
    while (!signal.aborted) {
      if (await this.#tryOnce(signal)) {
        log.info('Becoming leader', { lease: this.#options.name, reason: 'lease is free or expired' });
        return;
      }
      await clock.sleep(retryPeriodMs * (1 + clock.random() / 5), signal);
    }
  }

  /** Keeps the lease; resolves when it could not be renewed in time, or when the signal fires. */
  async hold(signal: AbortSignal): Promise<'lost' | 'stopped'> {
    const { clock, retryPeriodMs, renewDeadlineMs } = this.#options;
    let renewedAt = clock.now().getTime();
    while (!signal.aborted) {
      await clock.sleep(retryPeriodMs, signal);
      if (signal.aborted) break;
      if (await this.#tryOnce(signal)) renewedAt = clock.now().getTime();
      else if (clock.now().getTime() - renewedAt > renewDeadlineMs) return 'lost';
    }
    return 'stopped';
  }

  /** Gives the lease up, so that the next replica need not wait. */
  async release(): Promise<void> {
    const lease = this.#lease;
    if (lease?.spec?.holderIdentity !== this.#identity) return;
    const { client, log } = this.#options;
    const { acquireTime: _acquireTime, ...spec } = lease.spec;
    await client.update(leases, { ...lease, spec: { ...spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: this.#microTime() } }).catch((error: unknown) => {
      log.debug('Failing to release the lease', { err: toError(error).message });
    });
  }

  async #tryOnce(signal: AbortSignal): Promise<boolean> {
    try {
      return await this.#acquireOrRenew(signal);
    } catch (error) {
      if (!isConflict(error) && !isAlreadyExists(error)) this.#options.log.debug('Failing to renew the lease', { err: toError(error).message });
      this.#lease = undefined;
      return false;
    }
  }

  async #acquireOrRenew(signal: AbortSignal): Promise<boolean> {
    const { client, namespace, name } = this.#options;
    const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(this.#options.renewDeadlineMs)]) };
    const current = this.#lease ?? (await ignoreNotFound(client.get(leases, { namespace, name }, options)));
    if (!current) {
      this.#lease = await client.create<Lease>(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec: this.#spec(undefined) }, options);
      return true;
    }
    const isMine = current.spec?.holderIdentity === this.#identity;
    if (!isMine && !this.#isExpired(current)) return false;
    this.#lease = await client.update<Lease>(leases, { ...current, spec: this.#spec(current) }, options);
    return true;
  }

  #isExpired({ metadata, spec }: Lease): boolean {
    const now = this.#options.clock.now().getTime();
    const resourceVersion = metadata.resourceVersion ?? '';
    if (this.#observed?.resourceVersion !== resourceVersion) this.#observed = { resourceVersion, at: now };
    return !spec?.holderIdentity || now - this.#observed.at > (spec.leaseDurationSeconds ?? 15) * 1000;
  }

  #spec(current: Lease | undefined): NonNullable<Lease['spec']> {
    const now = this.#microTime();
    const isMine = current?.spec?.holderIdentity === this.#identity;
    return {
      holderIdentity: this.#identity,
      leaseDurationSeconds: Math.max(1, Math.round(this.#options.leaseDurationMs / 1000)),
      acquireTime: isMine ? current.spec?.acquireTime : now,
      renewTime: now,
      leaseTransitions: isMine || !current ? (current?.spec?.leaseTransitions ?? 0) : (current.spec?.leaseTransitions ?? 0) + 1,
    };
  }

  #microTime(): string {
    return this.#options.clock.now().toISOString().replace(/Z$/, '000Z');
  }
}
