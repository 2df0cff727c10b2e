import type { FieldError } from '../../../field-error.ts';
import { validateImmutableSpec } from '../shared/immutable-spec.validation.ts';
import type { IPAddressClaim } from './ip-address-claim.schema.ts';

/** A claim asks for the same as long as it lives (spec WH-11). Pure. */
export function validateIPAddressClaim({ spec }: IPAddressClaim, previous: IPAddressClaim | undefined): FieldError[] {
  return previous ? validateImmutableSpec(spec, previous.spec, 'IPAddressClaim') : [];
}
