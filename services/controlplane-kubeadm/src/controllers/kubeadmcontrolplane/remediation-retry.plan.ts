import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { formatGoDuration } from '@clusterwright/api/go-duration';
import { remediationOf, type RemediationData } from './remediation-data.plan.ts';

/** Whether another try is allowed; if not, `lookAgainMs` until time alone makes it so. */
export type RetryPlan =
  | { readonly step: 'allowed'; readonly data: RemediationData }
  | { readonly step: 'tooEarly' | 'exhausted'; readonly message: string; readonly lookAgainMs: number };

const defaultMinHealthyPeriodSeconds = 3600;

/**
 * Counts how often replacements of the same Machine have failed, and stops where the user's limits are reached. A Machine that fails within the healthy period after it
 * was made for another one continues the count of that one; later it begins anew. Errors: `RemediationDataError`.
 */
export function planRetry({ spec }: KubeadmControlPlane, machine: Machine, now: Date): RetryPlan {
  const { minHealthyPeriodSeconds = defaultMinHealthyPeriodSeconds, retryPeriodSeconds = 0, maxRetry } = spec.remediation ?? {};
  const last = remediationOf(machine);
  const first: RemediationData = { machine: machine.metadata.name, timestamp: now, retryCount: 0 };
  // Without a time, which somebody must have removed, all periods are over.
  if (!last?.timestamp) return { step: 'allowed', data: first };
  const elapsedMs = now.getTime() - last.timestamp.getTime();
  const untilNewCountMs = minHealthyPeriodSeconds * 1000 - elapsedMs;
  if (untilNewCountMs <= 0) return { step: 'allowed', data: first };

  const untilRetryMs = retryPeriodSeconds * 1000 - elapsedMs;
  if (untilRetryMs > 0) {
    return { step: 'tooEarly', message: `KubeadmControlPlane can't remediate this machine because the operation already failed in the latest ${formatGoDuration(retryPeriodSeconds)} (RetryPeriodSeconds)`, lookAgainMs: Math.min(untilRetryMs, untilNewCountMs) };
  }
  if (maxRetry !== undefined && last.retryCount >= maxRetry) {
    return { step: 'exhausted', message: `KubeadmControlPlane can't remediate this machine because the operation already failed ${maxRetry} times (MaxRetry)`, lookAgainMs: untilNewCountMs };
  }
  return { step: 'allowed', data: { ...first, retryCount: last.retryCount + 1 } };
}
