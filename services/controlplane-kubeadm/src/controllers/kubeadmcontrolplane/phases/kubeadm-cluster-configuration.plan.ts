import { dump, load } from 'js-yaml';
import { AppError } from '@clusterwright/api/errors';
import type { ClusterConfiguration } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { isAtLeast } from '@clusterwright/provider-kit/cluster/versions';
import { desiredKubeadmConfigSpec } from '../desired-state.plan.ts';

type Fields = Record<string, unknown>;

/** The ConfigMap kubeadm-config holds something that kubeadm would not have written. */
export class KubeadmConfigMapError extends AppError {
  readonly code = 'KubeadmConfigMap';
}

const v1beta3 = 'kubeadm.k8s.io/v1beta3';
const v1beta4 = 'kubeadm.k8s.io/v1beta4';

/**
 * The text of `ClusterConfiguration` in the ConfigMap kubeadm-config with what the control plane now asks for, at the API version that the target version of
 * kubeadm reads; undefined where it says so already. Joining machines take it from there (KCP-13). Everything else in it stays. Errors: `KubeadmConfigMapError`.
 */
export function updatedClusterConfiguration(text: string, controlPlane: KubeadmControlPlane): string | undefined {
  const { clusterConfiguration } = desiredKubeadmConfigSpec(controlPlane, 'join');
  return updated(text, controlPlane, (current, apiVersion) => overlayOf(clusterConfiguration, controlPlane, apiVersion, current));
}

/** The same with nothing but the image of CoreDNS brought up to date. Errors: `KubeadmConfigMapError`. */
export function updatedDNS(text: string, controlPlane: KubeadmControlPlane): string | undefined {
  const { imageRepository, imageTag } = controlPlane.spec.kubeadmConfigSpec?.clusterConfiguration?.dns ?? {};
  return updated(text, controlPlane, ({ dns }) => ({ dns: { ...(isFields(dns) ? dns : {}), imageRepository, imageTag } }));
}

function updated(text: string, controlPlane: KubeadmControlPlane, overlayFor: (current: Fields, apiVersion: string) => Fields): string | undefined {
  const current = parse(text);
  const apiVersion = isAtLeast(controlPlane.spec.version, 'v1.31.0') ? v1beta4 : v1beta3;
  const converted = current['apiVersion'] === apiVersion ? current : convert(current, apiVersion);
  const overlay = overlayFor(converted, apiVersion);
  const desired = withoutUndefined({ ...converted, ...overlay, apiVersion, kubernetesVersion: controlPlane.spec.version });
  return sorted(desired) === sorted(withoutUndefined(current)) ? undefined : dump(desired, { lineWidth: -1, sortKeys: true, noRefs: true });
}

function parse(text: string): Fields {
  // An empty text is a configuration without settings.
  const parsed: unknown = text.trim() === '' ? {} : load(text);
  const fields = isFields(parsed) ? { kind: 'ClusterConfiguration', apiVersion: v1beta4, ...parsed } : { kind: undefined, apiVersion: undefined };
  if (fields.kind === 'ClusterConfiguration' && (fields.apiVersion === v1beta3 || fields.apiVersion === v1beta4)) return fields;
  throw new KubeadmConfigMapError('unable to decode "ClusterConfiguration" in the kubeadm-config ConfigMap: it is not a ClusterConfiguration of a known version');
}

/** The parts that follow the control plane; none where the user configures nothing. */
function overlayOf(configuration: ClusterConfiguration | undefined, { spec }: KubeadmControlPlane, apiVersion: string, current: Fields): Fields {
  const own = spec.kubeadmConfigSpec?.clusterConfiguration;
  if (!own || Object.keys(own).length === 0) return {};
  const toKubeadm = (component: Fields | undefined): Fields => componentFields(component ?? {}, apiVersion);
  const { imageRepository, featureGates, apiServer, controllerManager, scheduler, etcd } = configuration ?? {};
  return {
    ...(imageRepository ? { imageRepository } : {}),
    featureGates,
    apiServer: { ...toKubeadm(apiServer), ...keptTimeout(current, apiVersion) },
    controllerManager: toKubeadm(controllerManager),
    scheduler: toKubeadm(scheduler),
    // kubeadm's own default is written out, as kubeadm does.
    etcd: etcd?.external ? { external: etcd.external } : { local: { dataDir: '/var/lib/etcd', ...toKubeadm(etcd?.local) } },
    ...(apiVersion === v1beta4 ? certificateFields(configuration) : {}),
  };
}

function certificateFields({ certificateValidityPeriodDays: days, encryptionAlgorithm }: ClusterConfiguration = {}): Fields {
  return { certificateValidityPeriod: days ? `${days * 24}h0m0s` : undefined, encryptionAlgorithm };
}

/** v1beta3 keeps a timeout with the API server that Cluster API has no field for. */
function keptTimeout(current: Fields, apiVersion: string): Fields {
  const apiServer = current['apiServer'];
  return apiVersion === v1beta3 && isFields(apiServer) && 'timeoutForControlPlane' in apiServer ? { timeoutForControlPlane: apiServer['timeoutForControlPlane'] } : {};
}

/** Arguments are a map in v1beta3, where environment variables do not exist. */
function componentFields({ extraArgs, extraEnvs, ...rest }: Fields, apiVersion: string): Fields {
  if (apiVersion === v1beta4) return { ...rest, extraArgs, extraEnvs };
  return { ...rest, extraArgs: Array.isArray(extraArgs) ? argsToMap(extraArgs) : extraArgs };
}

/** Brings a whole configuration to the other API version. */
function convert(current: Fields, apiVersion: string): Fields {
  const component = (value: unknown): unknown => (isFields(value) ? convertComponent(value, apiVersion) : value);
  const etcd = current['etcd'];
  const { certificateValidityPeriod, caCertificateValidityPeriod, encryptionAlgorithm, proxy, ...shared } = current;
  return {
    ...shared,
    ...(apiVersion === v1beta4 ? { certificateValidityPeriod, caCertificateValidityPeriod, encryptionAlgorithm, proxy } : {}),
    apiServer: component(current['apiServer']),
    controllerManager: component(current['controllerManager']),
    scheduler: component(current['scheduler']),
    etcd: isFields(etcd) && isFields(etcd['local']) ? { ...etcd, local: component(etcd['local']) } : etcd,
  };
}

function convertComponent({ extraArgs, extraEnvs, timeoutForControlPlane, ...rest }: Fields, apiVersion: string): Fields {
  if (apiVersion === v1beta4) return { ...rest, extraEnvs, extraArgs: isFields(extraArgs) ? mapToArgs(extraArgs) : extraArgs };
  return { ...rest, timeoutForControlPlane, extraArgs: Array.isArray(extraArgs) ? argsToMap(extraArgs) : extraArgs };
}

/** Of arguments given twice the last wins: v1beta3 cannot have both. */
function argsToMap(args: readonly { readonly name?: string; readonly value?: unknown }[]): Fields {
  return Object.fromEntries(args.map(({ name = '', value = '' }) => [name, value]));
}

function mapToArgs(args: Fields): Fields[] {
  return Object.entries(args)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutUndefined(fields: Fields): Fields {
  // JSON data only: it comes back the same, minus undefined.
  return JSON.parse(JSON.stringify(fields)) as Fields;
}

const sorted = (fields: Fields): string => JSON.stringify(fields, (_key, value: unknown) => (isFields(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value));
