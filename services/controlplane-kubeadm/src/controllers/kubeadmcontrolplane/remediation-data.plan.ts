import { remediationForAnnotation, remediationInProgressAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { AppError, toError } from '@clusterwright/api/errors';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';

/** One replacement of an unhealthy Machine; kept in an annotation of the control plane while it lasts, then in one of the new Machine. */
export interface RemediationData {
  /** Name of the Machine that was replaced. */
  readonly machine: string;
  /** When its deletion began; undefined where somebody has removed it. */
  readonly timestamp: Date | undefined;
  /** How often in a row replacements have failed before. */
  readonly retryCount: number;
}

/** An annotation that keeps track of remediations holds something else. */
export class RemediationDataError extends AppError {
  readonly code = 'RemediationData';

  static override is(value: unknown): value is RemediationDataError {
    return AppError.is(value) && value.code === 'RemediationData';
  }
}

/** The remediation that the control plane is in the middle of: its replacement does not exist yet. Errors: `RemediationDataError`. */
export function remediationInProgress({ metadata }: KubeadmControlPlane): RemediationData | undefined {
  return parseAnnotation(metadata.annotations, remediationInProgressAnnotation);
}

/** The remediation that a Machine was made for. Errors: `RemediationDataError`. */
export function remediationOf({ metadata }: Machine): RemediationData | undefined {
  return parseAnnotation(metadata.annotations, remediationForAnnotation);
}

export function formatRemediation({ machine, timestamp, retryCount }: RemediationData): string {
  return JSON.stringify({ machine, timestamp: timestamp ? rfc3339(timestamp) : null, retryCount });
}

/** `status.lastRemediation`: the one in progress, or else the latest that a Machine was made for; undefined where none is known. Unreadable annotations do not count. */
export function lastRemediation(controlPlane: KubeadmControlPlane, machines: readonly Machine[]): { machine: string; time: string | undefined; retryCount: number } | undefined {
  const finished = machines.map((machine) => readable(() => remediationOf(machine))).filter((data) => data !== undefined);
  const latest = readable(() => remediationInProgress(controlPlane)) ?? finished.toSorted((a, b) => (b.timestamp?.getTime() ?? 0) - (a.timestamp?.getTime() ?? 0))[0];
  return latest && { machine: latest.machine, time: latest.timestamp && rfc3339(latest.timestamp), retryCount: latest.retryCount };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (RemediationDataError.is(error)) return undefined;
    throw error;
  }
}

function parseAnnotation(annotations: Readonly<Record<string, string>> | undefined, key: string): RemediationData | undefined {
  const value = annotations?.[key];
  if (value === undefined) return undefined;
  const { machine, timestamp, retryCount } = parseObject(value, key);
  const time = typeof timestamp === 'string' ? new Date(timestamp) : undefined;
  if (time && Number.isNaN(time.getTime())) throw unreadable(key, value, `timestamp ${String(timestamp)} is no time`);
  return { machine: typeof machine === 'string' ? machine : '', timestamp: time, retryCount: typeof retryCount === 'number' ? retryCount : 0 };
}

function parseObject(value: string, key: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch (error) {
    throw unreadable(key, value, toError(error).message);
  }
  throw unreadable(key, value, 'not an object');
}

function unreadable(key: string, value: string, why: string): RemediationDataError {
  return new RemediationDataError(`annotation ${key} holds ${JSON.stringify(value)}, which is no remediation: ${why}; remove or repair it`);
}
