import type { FieldError } from '../../../field-error.ts';
import { validateKubeadmConfigSpec, type KubeadmConfigValidationOptions } from '../kubeadm-config-spec/kubeadm-config-spec.validation.ts';
import type { KubeadmConfig } from './kubeadm-config.schema.ts';

/** Why a KubeadmConfig is refused; the same on create and update. */
export function validateKubeadmConfig({ spec }: KubeadmConfig, options: KubeadmConfigValidationOptions): FieldError[] {
  return validateKubeadmConfigSpec(spec ?? {}, 'spec', options);
}
