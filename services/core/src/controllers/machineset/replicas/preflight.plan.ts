import { clusterTopologyUpgradeStepAnnotation, machineSetSkipPreflightChecksAnnotation } from '@clusterwright/api';
import type { UnstructuredObject } from '@clusterwright/api';
import type { Cluster, MachineSet } from '@clusterwright/api/core/v1beta2';
import { controlPlaneVersion, isControlPlaneProvisioning, isControlPlaneUpgrading, mustParseVersion } from '@clusterwright/contract';
import type { Version } from '@clusterwright/contract';

export const preflightChecks = ['ControlPlaneIsStable', 'KubernetesVersionSkew', 'KubeadmVersionSkew', 'ControlPlaneVersionSkew'] as const;
export type PreflightCheck = (typeof preflightChecks)[number];

export interface PreflightInput {
  readonly cluster: Cluster;
  readonly machineSet: MachineSet;
  /** Undefined where the Cluster refers to none. */
  readonly controlPlane: UnstructuredObject | undefined;
  /** Where the skip annotation is looked for, if the MachineSet has none. */
  readonly bootstrapTemplate: UnstructuredObject | undefined;
  /** Names of checks that are on, or `All`. */
  readonly enabled: ReadonlySet<string>;
  /** Whether managed topologies are on. */
  readonly topology: boolean;
}

/**
 * Says why no Machine should be created now, one sentence per failed check; empty where nothing speaks against it.
 * Pure. Errors: `InvalidVersionError`, `ContractError` where versions cannot be read.
 */
export function preflightMessages(input: PreflightInput): readonly string[] {
  const { controlPlane, machineSet } = input;
  const cpVersion = controlPlane && controlPlaneVersion(controlPlane);
  // A control plane without version leaves nothing to compare with.
  if (!cpVersion) return [];

  const skipped = skippedChecks(input);
  const runs = (check: PreflightCheck): boolean => (input.enabled.has('All') || input.enabled.has(check)) && !skipped.has('All') && !skipped.has(check);
  const wanted = preflightChecks.filter(runs);
  const msVersion = machineSet.spec.template.spec.version;
  const messages = wanted.map((check) => {
    if (check === 'ControlPlaneIsStable') return controlPlaneIsStable(input, controlPlane, cpVersion);
    return msVersion ? skewChecks[check](input, cpVersion, msVersion) : undefined;
  });
  return messages.flatMap((message, index) => (message === undefined ? [] : [`${message} (${JSON.stringify(wanted[index])} preflight check failed)`]));
}

function skippedChecks({ machineSet, bootstrapTemplate }: PreflightInput): ReadonlySet<string> {
  const list = machineSet.metadata.annotations?.[machineSetSkipPreflightChecksAnnotation] || bootstrapTemplate?.metadata.annotations?.[machineSetSkipPreflightChecksAnnotation] || '';
  return new Set(list.split(',').map((check) => check.trim()));
}

function controlPlaneIsStable({ cluster, topology }: PreflightInput, controlPlane: UnstructuredObject, cpVersion: string): string | undefined {
  const name = `${controlPlane.kind} ${controlPlane.metadata.namespace ?? ''}/${controlPlane.metadata.name}`;
  const pending = topology ? pendingVersion(cluster, cpVersion) : undefined;
  if (pending !== undefined) return `${name} has a pending version upgrade to ${pending}`;
  if (isControlPlaneProvisioning(controlPlane)) return `${name} is provisioning`;
  return isControlPlaneUpgrading(controlPlane) ? `${name} is upgrading` : undefined;
}

/** The version a managed topology is about to give the control plane; in an upgrade of several steps, Machines of the current step may be created. */
function pendingVersion({ spec, metadata }: Cluster, cpVersion: string): string | undefined {
  const desired = spec.topology?.version;
  const step = metadata.annotations?.[clusterTopologyUpgradeStepAnnotation] || undefined;
  return desired === undefined || desired === cpVersion || step === cpVersion ? undefined : (step ?? desired);
}

type SkewCheck = (input: PreflightInput, cpVersion: string, msVersion: string) => string | undefined;

const skewChecks: Readonly<Record<Exclude<PreflightCheck, 'ControlPlaneIsStable'>, SkewCheck>> = {
  KubernetesVersionSkew: (_input, cpVersion, msVersion) => {
    const [cp, ms] = [mustParseVersion(cpVersion), mustParseVersion(msVersion)];
    const violation = `${versionsText(ms, cp)} do not conform to the kubernetes version skew policy as MachineSet version is`;
    if (ms.minor > cp.minor) return `${violation} higher than ControlPlane version`;
    return ms.minor < cp.minor - maxKubeletSkew ? `${violation} more than ${String(maxKubeletSkew)} minor versions older than the ControlPlane version` : undefined;
  },
  KubeadmVersionSkew: ({ machineSet }, cpVersion, msVersion) => {
    const configRef = machineSet.spec.template.spec.bootstrap.configRef;
    const isKubeadm = configRef?.kind === 'KubeadmConfigTemplate' && configRef.apiGroup === 'bootstrap.cluster.x-k8s.io';
    const [cp, ms] = [mustParseVersion(cpVersion), mustParseVersion(msVersion)];
    if (!isKubeadm || cp.minor === ms.minor) return undefined;
    return `${versionsText(ms, cp)} do not conform to kubeadm version skew policy as kubeadm only supports joining with the same major+minor version as the control plane`;
  },
  ControlPlaneVersionSkew: ({ cluster, topology }, cpVersion, msVersion) => {
    if (!topology || cluster.spec.topology === undefined || cpVersion === msVersion) return undefined;
    return `MachineSet version (${msVersion}) is not yet the same as the ControlPlane version (${cpVersion}), waiting for version to be propagated to the MachineSet`;
  },
};

/** A kubelet may be this many minor versions older than its API server. */
const maxKubeletSkew = 3;

const versionsText = (machineSet: Version, controlPlane: Version): string => `MachineSet version (${plain(machineSet)}) and ControlPlane version (${plain(controlPlane)})`;

function plain({ major, minor, patch, pre, build }: Version): string {
  return `${String(major)}.${String(minor)}.${String(patch)}${pre.length > 0 ? `-${pre.join('.')}` : ''}${build.length > 0 ? `+${build.join('.')}` : ''}`;
}
