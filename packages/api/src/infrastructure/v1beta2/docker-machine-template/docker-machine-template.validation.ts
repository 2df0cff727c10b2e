import type { FieldError } from '../../../field-error.ts';
import { isTopologyDryRun, validateImmutableTemplate } from '../../../core/v1beta2/shared/immutable-template.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import type { DockerMachineTemplate } from './docker-machine-template.schema.ts';

/** Rules for DockerMachineTemplates (spec DEV-06). Pure. */
export function validateDockerMachineTemplate(next: DockerMachineTemplate, previous: DockerMachineTemplate | undefined, request: { readonly dryRun: boolean }): FieldError[] {
  const template = next.spec?.template;
  return [
    ...(previous && !isTopologyDryRun(next, request) ? validateImmutableTemplate(template?.spec, previous.spec?.template?.spec, 'DockerMachineTemplate') : []),
    ...validateTemplateMetadata(template?.metadata, 'spec.template.metadata'),
  ];
}
