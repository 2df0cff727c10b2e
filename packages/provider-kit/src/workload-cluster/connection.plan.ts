/** When to connect, probe and give up: upstream's numbers (spec CCACHE-01), except that a cluster that never answered is tried more often. */
export const probeIntervalMs = 10_000;
export const probeTimeoutMs = 5_000;
export const probeFailureThreshold = 5;
export const connectRetryMs = 30_000;
const firstConnectRetryMs = 1_000;
const firstKubeconfigLookMs = 2_000;

/** What one connection has been through. Times are milliseconds since the epoch. */
export interface ConnectionHistory {
  readonly connected: boolean;
  readonly everConnected: boolean;
  /** First and last try to connect since the last connection. */
  readonly firstAttemptAt?: number | undefined;
  readonly lastAttemptAt?: number | undefined;
  /** What the last try was made with, see `attemptInputs`. */
  readonly lastInputs?: string | undefined;
  readonly lastProbeAt?: number | undefined;
  readonly lastSuccessAt?: number | undefined;
  readonly lastFailureCountedAt?: number | undefined;
  readonly consecutiveFailures: number;
}

export const freshHistory: ConnectionHistory = { connected: false, everConnected: false, consecutiveFailures: 0 };

export interface ConnectionFacts {
  readonly infrastructureProvisioned: boolean;
  /** The kubeconfig as found; undefined where the Secret does not exist. Read only while not connected. */
  readonly kubeconfig: string | undefined;
  readonly controlPlaneInitialized: boolean;
  /** Whether this process has to find out by itself that the control plane answers; others are told when it is initialized. */
  readonly eager: boolean;
}

export type ConnectionPlan =
  | { readonly step: 'idle' }
  | { readonly step: 'waitForKubeconfig'; readonly afterMs: number }
  | { readonly step: 'sleep'; readonly afterMs: number }
  | { readonly step: 'connect'; readonly kubeconfig: string; readonly inputs: string }
  | { readonly step: 'probe' };

/** The next thing to do for a Cluster that exists. */
export function planConnection(history: ConnectionHistory, facts: ConnectionFacts & { readonly hasMissedKubeconfig?: boolean }, now: number): ConnectionPlan {
  if (!facts.infrastructureProvisioned) return { step: 'idle' };
  if (history.connected) {
    const dueInMs = (history.lastProbeAt ?? 0) + probeIntervalMs - now;
    return dueInMs > 0 ? { step: 'sleep', afterMs: dueInMs } : { step: 'probe' };
  }
  if (facts.kubeconfig === undefined) return { step: 'waitForKubeconfig', afterMs: facts.hasMissedKubeconfig ? connectRetryMs : firstKubeconfigLookMs };

  const inputs = attemptInputs(facts);
  const dueInMs = history.lastAttemptAt === undefined ? 0 : history.lastAttemptAt + retryDelayMs(history, facts) - now;
  const retryNow = dueInMs <= 0 || inputs !== history.lastInputs;
  return retryNow ? { step: 'connect', kubeconfig: facts.kubeconfig, inputs } : { step: 'sleep', afterMs: dueInMs };
}

/** When one of these changes, what failed a moment ago may work now: no need to wait for the retry interval. */
function attemptInputs({ kubeconfig, controlPlaneInitialized }: ConnectionFacts): string {
  return `${String(controlPlaneInitialized)} ${kubeconfig ?? ''}`;
}

/**
 * How long to wait after a failed try. A cluster that never answered is being created: waiting a twentieth of the time since the first try
 * delays its creation by 5 % at most. One that was connected before is down, and before the control plane is initialized only eager
 * processes have anything to do there: nobody waits to the second.
 */
export function retryDelayMs({ everConnected, firstAttemptAt, lastAttemptAt }: ConnectionHistory, { eager, controlPlaneInitialized }: Pick<ConnectionFacts, 'eager' | 'controlPlaneInitialized'>): number {
  const isAwaited = !everConnected && (eager || controlPlaneInitialized);
  if (!isAwaited || firstAttemptAt === undefined || lastAttemptAt === undefined) return connectRetryMs;
  return Math.min(connectRetryMs, Math.max(firstConnectRetryMs, (lastAttemptAt - firstAttemptAt) / 20));
}

/** After a try that failed. At most one failure is counted per regular retry interval, so five of them mean the same time as upstream. */
export function afterFailedConnect(history: ConnectionHistory, inputs: string, now: number): ConnectionHistory {
  const counts = history.lastFailureCountedAt === undefined || now - history.lastFailureCountedAt >= connectRetryMs;
  return {
    ...history,
    firstAttemptAt: history.firstAttemptAt ?? now,
    lastAttemptAt: now,
    lastInputs: inputs,
    consecutiveFailures: history.consecutiveFailures + (counts ? 1 : 0),
    lastFailureCountedAt: counts ? now : history.lastFailureCountedAt,
  };
}

export function afterConnect(inputs: string, now: number): ConnectionHistory {
  return { connected: true, everConnected: true, lastInputs: inputs, lastProbeAt: now, lastSuccessAt: now, consecutiveFailures: 0 };
}

export type ProbeAnswer = 'ok' | 'failed' | 'unauthorized';

/** After a probe. Disconnects at the fifth failure in a row; at once where the credentials are refused, and then reconnects at once with fresh ones. */
export function afterProbe(history: ConnectionHistory, answer: ProbeAnswer, now: number): ConnectionHistory {
  if (answer === 'ok') return { ...history, lastProbeAt: now, lastSuccessAt: now, consecutiveFailures: 0 };
  const failed = { ...history, lastProbeAt: now, consecutiveFailures: history.consecutiveFailures + 1, lastFailureCountedAt: now };
  if (answer === 'unauthorized') return { ...failed, connected: false };
  return failed.consecutiveFailures < probeFailureThreshold ? failed : { ...failed, connected: false, firstAttemptAt: now, lastAttemptAt: now };
}

/**
 * Whether a watcher that wants to know of clusters that stay unhealthy for `unhealthyAfterMs` is due: once after each last success.
 * Of a cluster that this process never reached, once, when it has failed as often as a connection may: it may have been down since before this process started,
 * and what is said of it may be old.
 */
export function isUnhealthyNotificationDue(history: ConnectionHistory, unhealthyAfterMs: number, lastNotifiedAt: number | undefined, now: number): boolean {
  if (history.lastSuccessAt === undefined) return lastNotifiedAt === undefined && history.consecutiveFailures >= probeFailureThreshold;
  const dueAt = history.lastSuccessAt + unhealthyAfterMs;
  return dueAt < now && (lastNotifiedAt ?? 0) < dueAt;
}
