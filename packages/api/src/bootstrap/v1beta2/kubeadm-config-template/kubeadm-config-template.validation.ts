import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import type { FieldError } from '../../../field-error.ts';
import { validateKubeadmConfigSpec, type KubeadmConfigValidationOptions } from '../kubeadm-config-spec/kubeadm-config-spec.validation.ts';
import type { KubeadmConfigTemplate } from './kubeadm-config-template.schema.ts';

/** Why a KubeadmConfigTemplate is refused; the same on create and update. */
export function validateKubeadmConfigTemplate({ spec }: KubeadmConfigTemplate, options: KubeadmConfigValidationOptions): FieldError[] {
  const template = spec?.template;
  return [...validateKubeadmConfigSpec(template?.spec ?? {}, 'spec.template.spec', options), ...validateTemplateMetadata(template?.metadata, 'spec.template.metadata')];
}
