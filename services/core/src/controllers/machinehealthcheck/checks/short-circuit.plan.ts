import type { MachineHealthCheckRemediationTriggerIf } from '@clusterwright/api/core/v1beta2';
import { scaledValue } from '../../shared/scaled-value.ts';

export interface HealthCounts {
  /** Machines that are checked. */
  readonly total: number;
  readonly healthy: number;
  readonly unhealthy: number;
}

/** Whether unhealthy Machines may be remediated. */
export type Allowance =
  /** `remaining`: how many more Machines may become unhealthy before remediation stops. */
  | { readonly kind: 'allowed'; readonly remaining: number }
  | { readonly kind: 'restricted'; readonly message: string }
  /** The limits cannot be read; the user must change them. */
  | { readonly kind: 'invalid'; readonly message: string };

const defaultLimit = '100%';
/** The range is read as two unsigned numbers of this size. */
const maxNumber = 2 ** 32 - 1;

/**
 * Stops remediation where so many Machines are unhealthy that the fault must be elsewhere (spec MHC-02). Pure.
 *
 * A Machine that is neither healthy nor unhealthy yet counts against the limit as well. The range wins over the limit.
 */
export function planShortCircuit(triggerIf: MachineHealthCheckRemediationTriggerIf | undefined, counts: HealthCounts): Allowance {
  const { unhealthyInRange, unhealthyLessThanOrEqualTo = defaultLimit } = triggerIf ?? {};
  return unhealthyInRange ? inRange(unhealthyInRange, counts) : withinLimit(unhealthyLessThanOrEqualTo, counts);
}

function withinLimit(limit: number | string, { total, healthy, unhealthy }: HealthCounts): Allowance {
  const max = scaledValue(limit, total, 'down');
  if (max === undefined) return { kind: 'invalid', message: `unhealthyLessThanOrEqualTo is neither a number nor a percentage: ${JSON.stringify(limit)}` };
  const remaining = max - (total - healthy);
  if (remaining >= 0) return { kind: 'allowed', remaining };
  return { kind: 'restricted', message: `Remediation is not allowed, the number of not started or unhealthy machines exceeds maxUnhealthy (total: ${String(total)}, unhealthy: ${String(unhealthy)}, maxUnhealthy: ${String(limit)})` };
}

function inRange(range: string, { total, healthy, unhealthy }: HealthCounts): Allowance {
  const [, min = NaN, max = NaN] = /^\[(\d+)-(\d+)\]$/.exec(range)?.map(Number) ?? [];
  if (!(min <= max && max <= maxNumber)) return { kind: 'invalid', message: `unhealthyInRange is no range from a smaller to a larger number: ${JSON.stringify(range)}` };
  const notHealthy = total - healthy;
  if (notHealthy >= min && notHealthy <= max) return { kind: 'allowed', remaining: max - notHealthy };
  return { kind: 'restricted', message: `Remediation is not allowed, the number of not started or unhealthy machines does not fall within the range (total: ${String(total)}, unhealthy: ${String(unhealthy)}, unhealthyRange: ${range})` };
}
