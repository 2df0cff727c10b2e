import type { Received } from '../../../received.ts';
import { defaultDevMachineSpec } from '../dev-machine/dev-machine.defaults.ts';
import type { DevMachineTemplate } from './dev-machine-template.schema.ts';

/** The template's spec is defaulted as that of a DevMachine. Pure. */
export function defaultDevMachineTemplate(template: Received<DevMachineTemplate>): Received<DevMachineTemplate> {
  const { spec } = template;
  return { ...template, spec: { ...spec, template: { ...spec?.template, spec: defaultDevMachineSpec(spec?.template?.spec ?? {}) } } };
}
