import type { AdmissionWebhook } from '../webhook.ts';

/** `/mutate-cluster-x-k8s-io-v1beta2-machine` and its validating twin, as upstream serves them (spec 9.3). */
export function mutatingPath({ resource: { group, version, kind } }: AdmissionWebhook): string {
  return `/mutate-${group.replaceAll('.', '-')}-${version}-${kind.toLowerCase()}`;
}

export function validatingPath({ names, resource: { group, version, kind } }: AdmissionWebhook): string {
  return names?.validatingPath ?? `/validate-${group.replaceAll('.', '-')}-${version}-${kind.toLowerCase()}`;
}

export function mutatingName({ names, resource: { group, kind } }: AdmissionWebhook): string {
  return names?.mutating ?? `default.${kind.toLowerCase()}.${group}`;
}

export function validatingName({ names, resource: { group, kind } }: AdmissionWebhook): string {
  return names?.validating ?? `validation.${kind.toLowerCase()}.${group}`;
}
