import type { KubeClient } from '@clusterwright/kube-client';
import { systemClock } from '../clock.ts';
import type { RunnableManager } from '../create-manager.ts';
import type { Logger } from '../log.ts';
import type { CommonFlagValues } from './common-flags.ts';
import { FlagError } from './flags.ts';
import { LeaderElection } from './leader-election.ts';

export interface LeadOptions {
  readonly manager: RunnableManager;
  readonly flags: CommonFlagValues;
  readonly log: Logger;
  /** Asks the process to stop. */
  readonly stop: AbortSignal;
  readonly lease: { readonly namespace: string; readonly name: string };
  /** Makes the client of the election, which is not rate limited. */
  readonly electionClient: (timeoutMs: number) => KubeClient;
}

/** Longer than a pass usually takes, shorter than the 30 s after which Kubernetes kills. */
const gracefulMs = 20_000;
/** The jitter of tries to acquire, as client-go has it. */
const jitter = 1.2;

/** Refuses lease times under which two replicas could lead at once, as client-go does. Throws FlagError. */
export function checkLeaseTimes(flags: CommonFlagValues): void {
  const { 'leader-elect-lease-duration': leaseMs, 'leader-elect-renew-deadline': deadlineMs, 'leader-elect-retry-period': retryMs } = flags;
  if (leaseMs < 1000) throw new FlagError('flag --leader-elect-lease-duration must be at least 1s');
  if (leaseMs <= deadlineMs) throw new FlagError('flag --leader-elect-lease-duration must be greater than --leader-elect-renew-deadline');
  if (deadlineMs <= retryMs * jitter) throw new FlagError(`flag --leader-elect-renew-deadline must be greater than ${jitter} times --leader-elect-retry-period`);
  if (retryMs <= 0) throw new FlagError('flag --leader-elect-retry-period must be greater than zero');
}

/** Runs the controllers when the caches are filled and, if asked for, this replica leads. Resolves with the exit code: 0 after a stop, 1 where leadership was lost. */
export async function lead(options: LeadOptions): Promise<number> {
  const { manager, flags, stop } = options;
  await Promise.race([manager.synced(), aborted(stop)]);
  if (stop.aborted) return 0;
  if (flags['leader-elect']) return leadByElection(options);
  await inGoodTime(manager.lead(stop), options);
  return 0;
}

async function leadByElection(options: LeadOptions): Promise<number> {
  const { manager, flags, log, stop, lease } = options;
  const isMaster = manager.metrics.gauge('leader_election_master_status', 'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.', ['name']);
  isMaster.set({ name: lease.name }, 0);
  const renewDeadlineMs = flags['leader-elect-renew-deadline'];
  const client = options.electionClient(renewDeadlineMs / 2);
  const election = new LeaderElection({ client, clock: systemClock, log, ...lease, leaseDurationMs: flags['leader-elect-lease-duration'], renewDeadlineMs, retryPeriodMs: flags['leader-elect-retry-period'] });
  try {
    await election.acquire(stop);
    if (stop.aborted) return await election.release().then(() => 0);
    isMaster.set({ name: lease.name }, 1);
    return await reign(election, options);
  } finally {
    isMaster.set({ name: lease.name }, 0);
    await client.close();
  }
}

async function reign(election: LeaderElection, options: LeadOptions): Promise<number> {
  const { manager, stop } = options;
  const end = new AbortController();
  const follow = (): void => end.abort(stop.reason);
  stop.addEventListener('abort', follow, { once: true });
  if (stop.aborted) follow();
  const leading = manager.lead(end.signal);
  // What cannot be run again ends the process, lease or not; that all have ended means nothing before the lease is let go.
  const failing = leading.then(() => new Promise<never>(() => undefined));
  const result = await Promise.race([election.hold(stop), failing]);
  end.abort(new Error(`leadership ${result}`));
  // Another replica may lead from now on: passes that still run must not outlive the lease, so the caller ends the process at once.
  if (result === 'lost') return 1;
  if (await inGoodTime(leading, options)) await election.release();
  return 0;
}

/** Waits for passes that run when the process is asked to stop, but not for ever. True where all have ended. */
async function inGoodTime(running: Promise<void>, { log, stop }: LeadOptions): Promise<boolean> {
  await Promise.race([running, aborted(stop)]);
  const ended = await Promise.race([running.then(() => true), systemClock.sleep(gracefulMs).then(() => false)]);
  if (!ended) log.info('Leaving passes that do not end', { durationMs: gracefulMs });
  return ended;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
