import type { FieldError } from '../../../field-error.ts';
import type { DevMachine } from './dev-machine.schema.ts';

/** The image of a machine that exists cannot change. Pure. */
export function validateDevMachine(next: DevMachine, previous: DevMachine | undefined): FieldError[] {
  const [after, before] = [next.spec?.backend?.docker, previous?.spec?.backend?.docker];
  if (!after || !before || after.customImage === before.customImage) return [];
  return [{ field: 'spec.backend.docker.customImage', type: 'Forbidden', detail: 'cannot be modified' }];
}
