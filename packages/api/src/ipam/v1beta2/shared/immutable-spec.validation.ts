import type { FieldError } from '../../../field-error.ts';
import { isSameValue } from '../../../same-value.ts';

/** What was asked for and what was given never change: a network may already rely on it. Pure. */
export function validateImmutableSpec(next: unknown, previous: unknown, kind: string): FieldError[] {
  return isSameValue(next, previous) ? [] : [{ field: 'spec', type: 'Forbidden', detail: `${kind} spec is immutable` }];
}
