import { TerminalError } from '../../../errors.ts';
import type { FieldError } from '../../../field-error.ts';
import { validateKubernetesVersion } from '../../../semantic-version.ts';
import { validateTemplateBootstrap, validateClusterName } from '../shared/machine-template.validation.ts';
import { validateTemplateMetadata } from '../shared/template-metadata.validation.ts';
import type { MachinePool } from './machine-pool.schema.ts';

export interface MachinePoolOptions {
  /** Feature gate MachinePool. */
  readonly machinePools: boolean;
  /** Feature gate MachineTaintPropagation. */
  readonly taintPropagation: boolean;
}

/** Rules for MachinePools that the schema cannot say (spec WH-06). Pure. Errors: `TerminalError` where the feature gate is off, whatever the MachinePool says. */
export function validateMachinePool(next: MachinePool, previous: MachinePool | undefined, { machinePools, taintPropagation }: MachinePoolOptions): FieldError[] {
  if (!machinePools) throw new TerminalError('spec: Forbidden: can only be set with the feature gate MachinePool');
  const { template } = next.spec;
  return [
    ...validateTemplateBootstrap(template.spec.bootstrap),
    ...validateClusterName(next.spec, previous?.spec),
    ...validateKubernetesVersion(template.spec.version, 'spec.template.spec.version'),
    ...validateNoTaints(template.spec.taints, taintPropagation),
    ...validateTemplateMetadata(template.metadata, 'spec.template.metadata'),
  ];
}

function validateNoTaints(taints: MachinePool['spec']['template']['spec']['taints'] = [], taintPropagation: boolean): FieldError[] {
  if (taints.length === 0) return [];
  const field = 'spec.taints';
  return [
    { field, type: 'Forbidden', detail: 'MachinePools do not support taints yet' },
    ...(taintPropagation ? [] : [{ field, type: 'Forbidden', detail: 'taints are only allowed with the feature gate MachineTaintPropagation' } as const]),
  ];
}
