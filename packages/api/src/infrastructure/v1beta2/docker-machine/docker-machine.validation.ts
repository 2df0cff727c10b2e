import type { FieldError } from '../../../field-error.ts';
import { parseGoDuration } from '../../../go-duration.ts';
import type { ReceivedPart } from '../../../received.ts';
import type { DockerMachine, DockerMachineSpec } from './docker-machine.schema.ts';

/** The image of a machine that exists cannot change. Pure. */
export function validateDockerMachine(next: DockerMachine, previous: DockerMachine | undefined): FieldError[] {
  if (!previous || (next.spec?.customImage ?? '') === (previous.spec?.customImage ?? '')) return [];
  return [{ field: 'spec.customImage', type: 'Forbidden', detail: 'cannot be modified' }];
}

/** Why the bootstrap timeout of a spec cannot be read; undefined where it can. `path` is where the spec stands. Pure. */
export function unreadableBootstrapTimeout({ bootstrapTimeout }: ReceivedPart<DockerMachineSpec>, path: string): string | undefined {
  if (typeof bootstrapTimeout !== 'string' || parseGoDuration(bootstrapTimeout) !== undefined) return undefined;
  return `${path}.bootstrapTimeout: ${JSON.stringify(bootstrapTimeout)} is no duration, write it like 10s or 1h30m`;
}
