import { validateControlPlaneTimeouts, validateKubeadmConfigSpec } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.validation.ts';
import type { KubeadmConfigValidationOptions } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.validation.ts';
import { validateMachineTaints } from '../../../core/v1beta2/shared/machine-taint.validation.ts';
import type { TaintOptions } from '../../../core/v1beta2/shared/machine-taint.validation.ts';
import { validateMachineNaming } from '../../../core/v1beta2/shared/machine-template.validation.ts';
import { validateTemplateMetadata } from '../../../core/v1beta2/shared/template-metadata.validation.ts';
import type { FieldError } from '../../../field-error.ts';
import { validateKubernetesVersion } from '../../../semantic-version.ts';
import { validateClusterConfiguration } from './cluster-configuration.validation.ts';
import { validateCoreDNSUpgrade } from './coredns-upgrade.validation.ts';
import { validateImmutableFields } from './immutable-fields.validation.ts';
import type { KubeadmControlPlane, KubeadmControlPlaneSpec } from './kubeadm-control-plane.schema.ts';
import { validateRollout } from './rollout.validation.ts';
import { validateVersionSkew } from './version-skew.validation.ts';

export interface KubeadmControlPlaneOptions extends TaintOptions, KubeadmConfigValidationOptions {}

/** Rules for KubeadmControlPlanes that the schema cannot say (spec KCP-30). Pure. */
export function validateKubeadmControlPlane(next: KubeadmControlPlane, previous: KubeadmControlPlane | undefined, options: KubeadmControlPlaneOptions): FieldError[] {
  const kubeadm = next.spec.kubeadmConfigSpec ?? {};
  const path = 'spec.kubeadmConfigSpec';
  return [
    ...validateSpec(next.spec, options),
    ...(previous ? [...validateImmutableFields(next, previous), ...validateVersionSkew(next.spec.version, previous.spec.version, 'spec.version'), ...validateCoreDNSUpgrade(next, previous)] : []),
    ...validateClusterConfiguration(kubeadm.clusterConfiguration, previous && (previous.spec.kubeadmConfigSpec?.clusterConfiguration ?? {}), `${path}.clusterConfiguration`),
    ...validateKubeadmConfigSpec(kubeadm, path, options),
    ...validateControlPlaneTimeouts(kubeadm, path),
  ];
}

function validateSpec(spec: KubeadmControlPlaneSpec, options: TaintOptions): FieldError[] {
  const { machineTemplate } = spec;
  const clusterConfiguration = spec.kubeadmConfigSpec?.clusterConfiguration;
  return [
    ...validateReplicas(spec.replicas, { isEtcdExternal: clusterConfiguration?.etcd?.external !== undefined }),
    ...validateMachineTaints(machineTemplate.spec.taints, 'spec.machineTemplate.spec.taints', options),
    ...validateTemplateMetadata(machineTemplate.metadata, 'spec.machineTemplate.metadata'),
    ...validateKubernetesVersion(spec.version, 'spec.version'),
    ...validateRollout({ rollout: spec.rollout, clusterConfiguration, replicas: spec.replicas }, 'spec'),
    ...validateControlPlaneMachineNaming(spec.machineNaming?.template, 'spec'),
  ];
}

function validateReplicas(replicas: number | undefined, { isEtcdExternal }: { readonly isEtcdExternal: boolean }): FieldError[] {
  const field = 'spec.replicas';
  if (replicas === undefined) return [{ field, type: 'Required', detail: 'must be set' }];
  return [
    ...(replicas <= 0 ? [{ field, type: 'Forbidden', detail: 'must be greater than 0' } as const] : []),
    // Members of etcd run on the Machines: with an even number, one failure more than half stops the cluster earlier than with one member less.
    ...(!isEtcdExternal && replicas % 2 === 0 ? [{ field, type: 'Forbidden', detail: 'must be an odd number, unless etcd is external' } as const] : []),
  ];
}

/** A naming template of a control plane: it may name cluster and control plane. `path` is where `machineNaming` stands. */
export function validateControlPlaneMachineNaming(template: string | undefined, path: string): FieldError[] {
  return validateMachineNaming(template, { field: `${path}.machineNaming.template`, variables: { 'cluster.name': 'cluster', 'kubeadmControlPlane.name': 'kubeadmcontrolplane' } });
}
