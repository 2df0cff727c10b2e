import type { FieldError } from '../../../field-error.ts';
import type { ClusterResourceSetBinding } from './cluster-resource-set-binding.schema.ts';

/** A binding stays with its Cluster (spec WH-09). Pure. */
export function validateClusterResourceSetBinding({ spec }: ClusterResourceSetBinding, previous: ClusterResourceSetBinding | undefined): FieldError[] {
  const isChanged = Boolean(previous?.spec.clusterName) && previous?.spec.clusterName !== spec.clusterName;
  return isChanged ? [{ field: 'spec.clusterName', type: 'Invalid', value: spec.clusterName, detail: 'field is immutable' }] : [];
}
