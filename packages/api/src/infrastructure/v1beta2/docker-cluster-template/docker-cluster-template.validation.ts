import { TerminalError } from '../../../errors.ts';
import type { FieldError } from '../../../field-error.ts';
import { validateImmutableTemplate } from '../../../core/v1beta2/shared/immutable-template.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import { defaultDockerClusterSpec } from '../docker-cluster/docker-cluster.defaults.ts';
import { validateDockerClusterSpec } from '../docker-cluster/docker-cluster.validation.ts';
import type { DockerClusterTemplate } from './docker-cluster-template.schema.ts';

/** Rules for DockerClusterTemplates (spec DEV-06). Pure. Errors: `TerminalError` where one is created without the feature gate ClusterTopology, which alone uses it. */
export function validateDockerClusterTemplate(next: DockerClusterTemplate, previous: DockerClusterTemplate | undefined, gates: { readonly topology: boolean }): FieldError[] {
  const template = next.spec?.template;
  const spec = template?.spec ?? {};
  // Templates stored before a default existed must not count as changed.
  if (previous) return validateImmutableTemplate(defaultDockerClusterSpec(spec), defaultDockerClusterSpec(previous.spec?.template?.spec ?? {}), 'DockerClusterTemplate');
  if (!gates.topology) throw new TerminalError('spec: a DockerClusterTemplate can be created only with the feature gate ClusterTopology');
  return [...validateDockerClusterSpec(spec), ...validateTemplateMetadata(template?.metadata, 'spec.template.metadata')];
}
