import type { FieldError } from '../../../field-error.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';

/** Where a KubeadmControlPlane may change: each path with all below it. Everything else is the same for life, because Machines that join must agree with the first. */
const mutable: Readonly<Record<string, readonly string[]>> = {
  '': ['metadata'],
  'spec.': ['replicas', 'version', 'remediation', 'machineNaming', 'rollout', 'machineTemplate.metadata', 'machineTemplate.spec'],
  'spec.kubeadmConfigSpec.': ['bootCommands', 'preKubeadmCommands', 'postKubeadmCommands', 'files', 'verbosity', 'users', 'ntp', 'ignition', 'diskSetup', 'format', 'mounts'],
  'spec.kubeadmConfigSpec.clusterConfiguration.': ['etcd', 'dns', 'imageRepository', 'featureGates', 'apiServer', 'controllerManager', 'scheduler', 'certificateValidityPeriodDays', 'encryptionAlgorithm'],
  'spec.kubeadmConfigSpec.initConfiguration.': ['nodeRegistration', 'patches', 'skipPhases', 'bootstrapTokens', 'localAPIEndpoint', 'timeouts'],
  'spec.kubeadmConfigSpec.joinConfiguration.': ['nodeRegistration', 'patches', 'skipPhases', 'caCertPath', 'controlPlane', 'discovery', 'timeouts'],
};
const roots = Object.entries(mutable).flatMap(([prefix, names]) => names.map((name) => prefix + name));

/** Refuses changes anywhere but where they are allowed. The paths are those that a JSON merge patch from one object to the other would have. Pure. */
export function validateImmutableFields(next: KubeadmControlPlane, previous: KubeadmControlPlane): FieldError[] {
  return changedPaths(previous, next)
    .filter((path) => !roots.some((root) => path === root || path.startsWith(`${root}.`)))
    .map((field) => ({ field, type: 'Forbidden', detail: 'cannot be changed' }));
}

/** Leaves that differ; what was removed is one leaf, what was added is taken apart. */
function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (!isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  const known = isObject(before) ? before : {};
  return [...new Set([...Object.keys(known), ...Object.keys(after)])].flatMap((name) => changedPaths(known[name], after[name], path ? `${path}.${name}` : name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
