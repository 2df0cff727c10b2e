import type { UnstructuredObject } from '@clusterwright/api';
import { readString } from './path.ts';

/** Terminal failure as the old contract reports it (CO-05); kept for `status.deprecated.v1beta1` only. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
}

/** `status.failureReason` and `status.failureMessage`; undefined where neither is set. */
export function failureOf(object: UnstructuredObject): Failure | undefined {
  const reason = readString(object, ['status', 'failureReason']) ?? '';
  const message = readString(object, ['status', 'failureMessage']) ?? '';
  return reason === '' && message === '' ? undefined : { reason, message };
}
