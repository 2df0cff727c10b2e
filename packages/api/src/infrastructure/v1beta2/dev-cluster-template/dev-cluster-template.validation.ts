import { TerminalError } from '../../../errors.ts';
import type { FieldError } from '../../../field-error.ts';
import { validateImmutableTemplate } from '../../../core/v1beta2/shared/immutable-template.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import { defaultDevClusterSpec } from '../dev-cluster/dev-cluster.defaults.ts';
import { validateDevClusterSpec } from '../dev-cluster/dev-cluster.validation.ts';
import type { DevClusterTemplate } from './dev-cluster-template.schema.ts';

/** Rules for DevClusterTemplates (spec DEV-06). Pure. Errors: `TerminalError` where one is created without the feature gate ClusterTopology, which alone uses it. */
export function validateDevClusterTemplate(next: DevClusterTemplate, previous: DevClusterTemplate | undefined, gates: { readonly topology: boolean }): FieldError[] {
  const template = next.spec?.template;
  const spec = template?.spec ?? {};
  // Templates stored before a default existed must not count as changed.
  if (previous) return validateImmutableTemplate(defaultDevClusterSpec(spec), defaultDevClusterSpec(previous.spec?.template?.spec ?? {}), 'DevClusterTemplate');
  if (!gates.topology) throw new TerminalError('spec: a DevClusterTemplate can be created only with the feature gate ClusterTopology');
  return [...validateDevClusterSpec(spec), ...validateTemplateMetadata(template?.metadata, 'spec.template.metadata')];
}
