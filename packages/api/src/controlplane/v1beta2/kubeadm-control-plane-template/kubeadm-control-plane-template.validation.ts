import { withPreviousKubeadmConfigDefaults } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.defaults.ts';
import { validateControlPlaneTimeouts, validateKubeadmConfigSpec } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.validation.ts';
import { validateImmutableTemplate } from '../../../core/v1beta2/shared/immutable-template.validation.ts';
import { validateMachineTaints } from '../../../core/v1beta2/shared/machine-taint.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import { TerminalError } from '../../../errors.ts';
import type { FieldError } from '../../../field-error.ts';
import { validateClusterConfiguration } from '../kubeadm-control-plane/cluster-configuration.validation.ts';
import { validateControlPlaneMachineNaming } from '../kubeadm-control-plane/kubeadm-control-plane.validation.ts';
import type { KubeadmControlPlaneOptions } from '../kubeadm-control-plane/kubeadm-control-plane.validation.ts';
import { validateRollout } from '../kubeadm-control-plane/rollout.validation.ts';
import type { KubeadmControlPlaneTemplate, KubeadmControlPlaneTemplateResource, KubeadmControlPlaneTemplateResourceSpec } from './kubeadm-control-plane-template.schema.ts';

export interface KubeadmControlPlaneTemplateOptions extends KubeadmControlPlaneOptions {
  /** Feature gate ClusterTopology. */
  readonly topology: boolean;
}

const path = 'spec.template.spec';

/** Rules for KubeadmControlPlaneTemplates (spec KCP-30). Pure. Errors: `TerminalError` where one is created without the feature gate ClusterTopology, which alone uses it. */
export function validateKubeadmControlPlaneTemplate(next: KubeadmControlPlaneTemplate, previous: KubeadmControlPlaneTemplate | undefined, options: KubeadmControlPlaneTemplateOptions): FieldError[] {
  const { metadata, spec = {} } = templateOf(next);
  if (previous) return validateUnchanged(spec, templateOf(previous).spec ?? {});
  if (!options.topology) throw new TerminalError('spec: a KubeadmControlPlaneTemplate can be created only with the feature gate ClusterTopology');
  return [...validateSpec(spec, options), ...validateTemplateMetadata(metadata, 'spec.template.metadata')];
}

/** A spec may be left out altogether. */
function templateOf({ spec }: Partial<KubeadmControlPlaneTemplate>): KubeadmControlPlaneTemplateResource {
  return spec?.template ?? {};
}

function validateSpec(spec: KubeadmControlPlaneTemplateResourceSpec, options: KubeadmControlPlaneOptions): FieldError[] {
  const { kubeadmConfigSpec = {}, machineTemplate = {} } = spec;
  return [
    ...validateRollout({ rollout: spec.rollout, clusterConfiguration: kubeadmConfigSpec.clusterConfiguration }, path),
    ...validateControlPlaneMachineNaming(spec.machineNaming?.template, path),
    ...validateMachineTaints(machineTemplate.spec?.taints, `${path}.machineTemplate.spec.taints`, options),
    ...validateTemplateMetadata(machineTemplate.metadata, `${path}.machineTemplate.metadata`),
    ...validateClusterConfiguration(kubeadmConfigSpec.clusterConfiguration, undefined, `${path}.kubeadmConfigSpec.clusterConfiguration`),
    ...validateKubeadmConfigSpec(kubeadmConfigSpec, `${path}.kubeadmConfigSpec`, options),
    ...validateControlPlaneTimeouts(kubeadmConfigSpec, `${path}.kubeadmConfigSpec`),
  ];
}

/** Defaults that earlier releases stored make no difference. */
function validateUnchanged(next: KubeadmControlPlaneTemplateResourceSpec, previous: KubeadmControlPlaneTemplateResourceSpec): FieldError[] {
  const rollout = hadDefaultStrategy(previous) && !next.rollout?.strategy ? { ...next.rollout, strategy: previous.rollout?.strategy } : next.rollout;
  const comparable = (spec: KubeadmControlPlaneTemplateResourceSpec): object => ({ ...spec, kubeadmConfigSpec: withPreviousKubeadmConfigDefaults(spec.kubeadmConfigSpec ?? {}) });
  return validateImmutableTemplate(comparable({ ...next, rollout }), comparable(previous), 'KubeadmControlPlaneTemplate');
}

function hadDefaultStrategy({ rollout }: KubeadmControlPlaneTemplateResourceSpec): boolean {
  return rollout?.strategy?.type === 'RollingUpdate' && rollout.strategy.rollingUpdate?.maxSurge === 1;
}
