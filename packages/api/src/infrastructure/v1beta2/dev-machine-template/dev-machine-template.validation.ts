import type { FieldError } from '../../../field-error.ts';
import { isTopologyDryRun, validateImmutableTemplate } from '../../../core/v1beta2/shared/immutable-template.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import type { DevMachineTemplate } from './dev-machine-template.schema.ts';

/** Rules for DevMachineTemplates (spec DEV-06). Pure. */
export function validateDevMachineTemplate(next: DevMachineTemplate, previous: DevMachineTemplate | undefined, request: { readonly dryRun: boolean }): FieldError[] {
  const template = next.spec?.template;
  return [
    ...(previous && !isTopologyDryRun(next, request) ? validateImmutableTemplate(template?.spec, previous.spec?.template?.spec, 'DevMachineTemplate') : []),
    ...validateTemplateMetadata(template?.metadata, 'spec.template.metadata'),
  ];
}
