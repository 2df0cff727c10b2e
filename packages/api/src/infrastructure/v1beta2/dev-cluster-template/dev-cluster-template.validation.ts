import type { FieldError } from '../../../field-error.ts';
import { validateImmutableTemplate } from '../../../core/v1beta2/shared/immutable-template.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import { validateDevClusterSpec } from '../dev-cluster/dev-cluster.validation.ts';
import type { DevClusterTemplate } from './dev-cluster-template.schema.ts';

/** Rules for DevClusterTemplates (spec DEV-06). Pure. */
export function validateDevClusterTemplate(next: DevClusterTemplate, previous: DevClusterTemplate | undefined): FieldError[] {
  const template = next.spec?.template;
  return [
    ...(previous ? validateImmutableTemplate(template?.spec, previous.spec?.template?.spec, 'DevClusterTemplate') : validateDevClusterSpec(template?.spec ?? {}, 'spec.template.spec')),
    ...validateTemplateMetadata(template?.metadata, 'spec.template.metadata'),
  ];
}
