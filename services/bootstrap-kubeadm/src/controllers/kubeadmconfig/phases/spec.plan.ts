import type { BootstrapTokenDiscovery, Discovery, FileDiscovery, JoinConfiguration, KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { isValidEndpoint } from '@clusterwright/contract/endpoint';

/** What the spec lacks before data can be made from it, as a fragment to merge; undefined parts need nothing. */
export type SpecPlan =
  | { readonly step: 'waitForEndpoint' }
  | { readonly step: 'complete'; readonly fragment: SpecFragment | undefined; readonly needsToken: boolean };

export interface SpecFragment {
  readonly clusterConfiguration?: { readonly controlPlaneEndpoint: string } | undefined;
  readonly joinConfiguration?: JoinConfiguration | undefined;
}

/** What a joining machine learns from the cluster's CA; read only where the spec does not say it itself. */
export interface ClusterAuthority {
  readonly hashes: () => readonly string[];
  /** PEM in base64. */
  readonly certificateData: () => string;
}

const nothing: SpecPlan = { step: 'complete', fragment: undefined, needsToken: false };

/** The machine that starts the cluster gets the endpoint that all others will use. Pure. */
export function planInitSpec(spec: KubeadmConfigSpec, cluster: Cluster): SpecPlan {
  const endpoint = endpointOf(cluster);
  if (spec.clusterConfiguration?.controlPlaneEndpoint || endpoint === undefined) return nothing;
  return { step: 'complete', fragment: { clusterConfiguration: { controlPlaneEndpoint: endpoint } }, needsToken: false };
}

/** A joining machine gets what it needs to trust and reach the cluster; what the user set is respected (spec KB-12, KB-14). Pure. */
export function planJoinSpec(spec: KubeadmConfigSpec, cluster: Cluster, authority: ClusterAuthority, options: { readonly controlPlane: boolean; readonly renewToken: boolean }): SpecPlan {
  const join = spec.joinConfiguration ?? {};
  const controlPlane = options.controlPlane && !join.controlPlane ? { controlPlane: {} } : {};
  const found = join.discovery?.file ? planFileDiscovery(join.discovery.file, cluster, authority) : planTokenDiscovery(join.discovery ?? {}, cluster, authority, options.renewToken);
  if (found === 'waitForEndpoint') return { step: 'waitForEndpoint' };
  const joinConfiguration: JoinConfiguration = { ...controlPlane, ...(found.discovery ? { discovery: found.discovery } : {}) };
  const isChanged = Object.keys(joinConfiguration).length > 0;
  return { step: 'complete', fragment: isChanged ? { joinConfiguration } : undefined, needsToken: found.needsToken };
}

type DiscoveryPlan = 'waitForEndpoint' | { readonly discovery: Discovery | undefined; readonly needsToken: boolean };

function planTokenDiscovery({ bootstrapToken = {} }: Discovery, cluster: Cluster, authority: ClusterAuthority, renewToken: boolean): DiscoveryPlan {
  const apiServerEndpoint = bootstrapToken.apiServerEndpoint || endpointOf(cluster);
  if (!apiServerEndpoint) return 'waitForEndpoint';
  const missing = { ...(bootstrapToken.apiServerEndpoint ? {} : { apiServerEndpoint }), ...missingTrust(bootstrapToken, authority) };
  const needsToken = renewToken || !bootstrapToken.token;
  return { discovery: Object.keys(missing).length > 0 ? { bootstrapToken: missing } : undefined, needsToken };
}

/** kubeadm refuses discovery by token unless it is told the CA, or to go without. */
function missingTrust({ caCertHashes = [], unsafeSkipCAVerification }: BootstrapTokenDiscovery, authority: ClusterAuthority): BootstrapTokenDiscovery {
  if (caCertHashes.length > 0) return {};
  const hashes = authority.hashes();
  if (hashes.length > 0) return { caCertHashes: [...hashes] };
  return unsafeSkipCAVerification ? {} : { unsafeSkipCAVerification: true };
}

function planFileDiscovery({ kubeConfigPath, kubeConfig }: FileDiscovery, cluster: Cluster, authority: ClusterAuthority): DiscoveryPlan {
  if (!kubeConfig) return { discovery: undefined, needsToken: false };
  const endpoint = endpointOf(cluster);
  const known = kubeConfig.cluster ?? {};
  if (!known.server && endpoint === undefined) return 'waitForEndpoint';
  const missing = {
    ...(known.server ? {} : { server: `https://${endpoint}` }),
    ...(known.certificateAuthorityData ? {} : { certificateAuthorityData: authority.certificateData() }),
  };
  const isChanged = Object.keys(missing).length > 0;
  return { discovery: isChanged ? { file: { kubeConfigPath, kubeConfig: { user: kubeConfig.user, cluster: missing } } } : undefined, needsToken: false };
}

/** `host:port` of the cluster's API server; IPv6 addresses in brackets. */
export function endpointOf({ spec: { controlPlaneEndpoint } }: Cluster): string | undefined {
  if (!isValidEndpoint(controlPlaneEndpoint)) return undefined;
  const { host, port } = controlPlaneEndpoint;
  return `${/[:%]/.test(host) ? `[${host}]` : host}:${port}`;
}
