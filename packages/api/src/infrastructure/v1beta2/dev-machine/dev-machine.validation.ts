import type { FieldError } from '../../../field-error.ts';
import { parseGoDuration } from '../../../go-duration.ts';
import type { DevMachine, DevMachineSpec } from './dev-machine.schema.ts';

/** Rules for DevMachines (spec DEV-03). The image of a machine that exists cannot change. Pure. */
export function validateDevMachine(next: DevMachine, previous: DevMachine | undefined): FieldError[] {
  const [after, before] = [next.spec?.backend?.docker, previous?.spec?.backend?.docker];
  return [
    ...validateDevMachineSpec(next.spec ?? {}, 'spec'),
    ...(after && before && after.customImage !== before.customImage ? [{ field: 'spec.backend.docker.customImage', type: 'Forbidden', detail: 'cannot be modified' } as const] : []),
  ];
}

/** Durations must be such as the controllers can read. `path` is where the spec stands. */
export function validateDevMachineSpec({ backend }: Partial<DevMachineSpec>, path: string): FieldError[] {
  const { docker, inMemory = {} } = backend ?? {};
  return [
    ...validateDuration(docker?.bootstrapTimeout, `${path}.backend.docker.bootstrapTimeout`),
    ...(['vm', 'node', 'apiServer', 'etcd'] as const).flatMap((part) => validateDuration(inMemory[part]?.provisioning?.startupDuration, `${path}.backend.inMemory.${part}.provisioning.startupDuration`)),
  ];
}

function validateDuration(value: string | undefined, field: string): FieldError[] {
  if (value === undefined || parseGoDuration(value) !== undefined) return [];
  return [{ field, type: 'Invalid', value, detail: 'must be a duration such as 10s or 1h30m' }];
}
