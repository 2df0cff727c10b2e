import type { FieldError } from '../../../field-error.ts';
import type { FailureDomain } from '../../../core/v1beta2/shared/failure-domain.schema.ts';
import type { ReceivedPart } from '../../../received.ts';
import type { DevCluster, DevClusterSpec } from './dev-cluster.schema.ts';

/** Failure domains stand in the order of their names, so that a change of order is no change of the list (spec DEV-01). Upstream names the same path in templates. Pure. */
export function validateDevClusterSpec({ backend }: ReceivedPart<DevClusterSpec>): FieldError[] {
  return validateFailureDomains(backend?.docker?.failureDomains ?? [], 'spec.backend.docker.failureDomains');
}

/** Failure domains stand in the order of their names. Pure. */
export function validateFailureDomains(domains: readonly FailureDomain[], field: string): FieldError[] {
  const names = domains.map(({ name }) => name);
  const isSorted = names.every((name, i) => i === 0 || (names[i - 1] ?? '') <= name);
  return isSorted ? [] : [{ field, type: 'Invalid', value: domains, detail: 'failure domains must be sorted by name' }];
}

export function validateDevCluster({ spec }: DevCluster): FieldError[] {
  return validateDevClusterSpec(spec ?? {});
}
