import type { FieldError } from '../../../field-error.ts';

/** A number, or a percentage such as `20%`: the schema lets any text pass. Pure. */
export function validateIntOrPercent(value: number | string | undefined, field: string): FieldError[] {
  if (value === undefined || typeof value === 'number' || /^[+-]?\d+%$/.test(value)) return [];
  return [{ field, type: 'Invalid', value, detail: 'must be either a whole number or a percentage such as 20%' }];
}
