import type { ClusterConfiguration } from '../../../bootstrap/v1beta2/kubeadm-config-spec/cluster-configuration.schema.ts';
import type { FieldError } from '../../../field-error.ts';
import type { KubeadmControlPlaneRolloutSpec } from './rollout.schema.ts';

export interface RolloutInput {
  readonly rollout: KubeadmControlPlaneRolloutSpec | undefined;
  readonly clusterConfiguration: ClusterConfiguration | undefined;
  /** Absent in templates. */
  readonly replicas?: number | undefined;
}

/** How long a CA of Cluster API is valid where nothing else is said. */
const defaultAuthorityDays = 3650;

/** How Machines are replaced, and that certificates, their CAs and the time to renew them fit each other. Without a strategy nothing is checked, as upstream. Pure. */
export function validateRollout({ rollout, clusterConfiguration = {}, replicas }: RolloutInput, path: string): FieldError[] {
  const strategy = rollout?.strategy;
  if (!strategy) return [];
  return [
    ...validateMaxSurge(strategy.rollingUpdate?.maxSurge, replicas, `${path}.rollout.strategy.rollingUpdate`),
    ...validateCertificateDays(clusterConfiguration, rollout?.before?.certificatesExpiryDays, path),
  ];
}

function validateMaxSurge(maxSurge: number | string | undefined, replicas: number | undefined, path: string): FieldError[] {
  if (maxSurge === undefined) return [];
  const surge = toNumber(maxSurge);
  return [
    ...(surge === 0 && replicas !== undefined && replicas < 3 ? [{ field: path, type: 'Required', detail: 'without surge, Machines are deleted before their replacement exists: at least 3 replicas are needed' } as const] : []),
    ...(surge !== 0 && surge !== 1 ? [{ field: `${path}.maxSurge`, type: 'Required', detail: 'must be 0 or 1' } as const] : []),
  ];
}

/** A text that is no whole number counts as 0, as Go reads it. */
function toNumber(value: number | string): number {
  if (typeof value === 'number') return value;
  return /^[+-]?\d+$/.test(value) ? Number(value) : 0;
}

function validateCertificateDays({ certificateValidityPeriodDays: days, caCertificateValidityPeriodDays: authorityDays }: ClusterConfiguration, expiryDays: number | undefined, path: string): FieldError[] {
  if (!days) return [];
  const limit = authorityDays || defaultAuthorityDays;
  const outlives: FieldError = {
    field: `${path}.kubeadmConfigSpec.clusterConfiguration.certificateValidityPeriodDays`,
    type: 'Invalid',
    value: days,
    detail: `certificates cannot outlive their CA: at most caCertificateValidityPeriodDays (${limit}${authorityDays ? '' : ' by default'})`,
  };
  const renewsAtOnce: FieldError = {
    field: `${path}.rollout.before.certificatesExpiryDays`,
    type: 'Invalid',
    value: expiryDays,
    detail: `must be less than certificateValidityPeriodDays (${days}), otherwise new Machines are replaced at once`,
  };
  return [...(days > limit ? [outlives] : []), ...(expiryDays && expiryDays >= days ? [renewsAtOnce] : [])];
}
