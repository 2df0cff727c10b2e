import type { FieldError } from '../../../field-error.ts';
import { parseGoDuration } from '../../../go-duration.ts';
import type { ReceivedPart } from '../../../received.ts';
import type { DevMachine, DevMachineSpec } from './dev-machine.schema.ts';

/** The image of a machine that exists cannot change. Pure. */
export function validateDevMachine(next: DevMachine, previous: DevMachine | undefined): FieldError[] {
  const [after, before] = [next.spec?.backend?.docker, previous?.spec?.backend?.docker];
  if (!after || !before || after.customImage === before.customImage) return [];
  return [{ field: 'spec.backend.docker.customImage', type: 'Forbidden', detail: 'cannot be modified' }];
}

/**
 * Why a duration of a spec cannot be read; undefined where all can. `path` is where the spec stands. Pure.
 *
 * The schema only says that it is a text. A request with such a text is answered with 400 and not 422, as by webhooks that decode before they look.
 */
export function unreadableDuration({ backend }: ReceivedPart<DevMachineSpec>, path: string): string | undefined {
  const { docker, inMemory = {} } = backend ?? {};
  const startups = (['vm', 'node', 'apiServer', 'etcd'] as const).map((part) => [`inMemory.${part}.provisioning.startupDuration`, inMemory[part]?.provisioning?.startupDuration] as const);
  const durations = [['docker.bootstrapTimeout', docker?.bootstrapTimeout] as const, ...startups];
  const found = durations.find(([, text]) => typeof text === 'string' && parseGoDuration(text) === undefined);
  return found && `${path}.backend.${found[0]}: ${JSON.stringify(found[1])} is no duration, write it like 10s or 1h30m`;
}
