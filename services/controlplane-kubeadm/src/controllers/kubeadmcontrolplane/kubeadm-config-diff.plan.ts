import type { KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { desiredKubeadmConfigSpec, type KubeadmMode } from './desired-state.plan.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Paths at which the KubeadmConfig of a Machine differs from what the control plane asks for (KCP-14); empty where it would make the same machine.
 *
 * Ignored: what the bootstrap provider adds, what only matters while joining, what kubeadm would default, and the difference between empty and absent.
 */
export function kubeadmConfigDiff(controlPlane: KubeadmControlPlane, current: KubeadmConfigSpec): readonly string[] {
  const asJoin = differingPaths(comparable(desiredKubeadmConfigSpec(controlPlane, 'join'), current, 'join'));
  if (asJoin.length === 0 || modeOf(current) === 'join') return asJoin;
  // Users should configure init and join alike; where they do not, the first machine must still not be replaced for it.
  return differingPaths(comparable(desiredKubeadmConfigSpec(controlPlane, 'init'), current, 'init'));
}

/** A join always says `controlPlane`; the first machine's joinConfiguration is empty but for what conversion from the old API leaves there. */
export function modeOf({ joinConfiguration }: KubeadmConfigSpec): KubeadmMode {
  return joinConfiguration?.controlPlane === undefined ? 'init' : 'join';
}

interface Comparison {
  readonly desired: unknown;
  readonly current: unknown;
}

function comparable(desired: KubeadmConfigSpec, current: KubeadmConfigSpec, mode: KubeadmMode): Comparison {
  const asMode = mode === 'join' && modeOf(current) === 'init' ? initAsJoin(current, desired) : current;
  const withoutAdditions = {
    ...asMode,
    clusterConfiguration: {
      ...asMode.clusterConfiguration,
      controlPlaneEndpoint: desired.clusterConfiguration?.controlPlaneEndpoint,
      // DNS changes reach a running cluster without new machines.
      dns: desired.clusterConfiguration?.dns,
    },
  };
  return { desired: normalise(desired), current: normalise(withoutAdditions) };
}

/** What a join with the same settings would have looked like. */
function initAsJoin({ initConfiguration = {}, ...spec }: KubeadmConfigSpec, desired: KubeadmConfigSpec): KubeadmConfigSpec {
  const { timeouts, patches, skipPhases, nodeRegistration, localAPIEndpoint } = initConfiguration;
  const caCertPath = desired.joinConfiguration?.caCertPath;
  return { ...spec, joinConfiguration: { ...spec.joinConfiguration, timeouts, patches, skipPhases, nodeRegistration, controlPlane: { localAPIEndpoint }, caCertPath } };
}

function normalise(spec: KubeadmConfigSpec): unknown {
  const { initConfiguration, joinConfiguration, ...shared } = spec;
  const { discovery: _discovery, ...join } = joinConfiguration ?? {};
  return prune({
    ...shared,
    format: spec.format || 'cloud-config',
    initConfiguration: withDefaults(initConfiguration),
    joinConfiguration: withDefaults(join),
  });
}

/** The image pull policy is kubeadm's default, and health check times only matter while a machine starts. */
function withDefaults(configuration: KubeadmConfigSpec['initConfiguration'] | KubeadmConfigSpec['joinConfiguration']): unknown {
  const { nodeRegistration, timeouts, ...rest } = configuration ?? {};
  return {
    ...rest,
    nodeRegistration: { ...nodeRegistration, imagePullPolicy: nodeRegistration?.imagePullPolicy || 'IfNotPresent' },
    timeouts: { ...timeouts, controlPlaneComponentHealthCheckSeconds: undefined },
  };
}

/** Removes what is empty, but for taints: an empty list of taints means none, an absent one kubeadm's default. */
function prune(value: unknown, key = ''): unknown {
  if (value === '' || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 && key !== 'taints' ? undefined : value.map((item) => prune(item) ?? item);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const pruned = prune(inner, name);
    return pruned === undefined ? [] : [[name, pruned] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function differingPaths({ desired, current }: Comparison, path = ''): string[] {
  if (isObject(desired) && isObject(current)) {
    const names = [...new Set([...Object.keys(current), ...Object.keys(desired)])].sort();
    return names.flatMap((name) => differingPaths({ desired: desired[name], current: current[name] }, path === '' ? name : `${path}.${name}`));
  }
  if (Array.isArray(desired) && Array.isArray(current) && desired.length === current.length) {
    return desired.flatMap((item, index) => differingPaths({ desired: item, current: current[index] }, `${path}[${index}]`));
  }
  return JSON.stringify(desired) === JSON.stringify(current) ? [] : [path];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
