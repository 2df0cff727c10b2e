import type { FieldError } from '../../../field-error.ts';
import { parseVersion } from '../../../versions.ts';

/** A control plane goes up by one minor version at most, whatever the patch; down is kubeadm's business. Pure. */
export function validateVersionSkew(next: string, previous: string, field: string): FieldError[] {
  const [to, from] = [parseVersion(next), parseVersion(previous)];
  if (!from) return [{ field, type: 'InternalError', detail: `current version ${JSON.stringify(previous)} cannot be parsed` }];
  if (!to) return [{ field, type: 'InternalError', detail: `new version ${JSON.stringify(next)} cannot be parsed` }];
  const isTooFar = to.major > from.major || (to.major === from.major && to.minor > from.minor + 1);
  return isTooFar ? [{ field, type: 'Forbidden', detail: `cannot go from ${previous} to ${next}: upgrade one minor version at a time` }] : [];
}
