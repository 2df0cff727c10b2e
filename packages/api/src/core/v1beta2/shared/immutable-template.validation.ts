import type { FieldError } from '../../../field-error.ts';
import { isSameValue } from '../../../same-value.ts';

/** Whether an update is only a question of the managed topology: what would change? Templates may then differ (spec CO-15). */
export function isTopologyDryRun(object: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> | undefined } }, request: { readonly dryRun: boolean }): boolean {
  return request.dryRun && object.metadata.annotations?.['topology.cluster.x-k8s.io/dry-run'] !== undefined;
}

/** A template is never changed: machines made from it could not be told from those made before. Pure. */
export function validateImmutableTemplate(next: unknown, previous: unknown, kind: string): FieldError[] {
  if (isSameValue(next, previous)) return [];
  return [{ field: 'spec.template.spec', type: 'Invalid', value: next, detail: `spec.template.spec of a ${kind} is immutable, create a new ${kind} and refer to that` }];
}
