import { clusterTopologyUpgradeStepAnnotation, remediationInProgressAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { EtcdAlarm, EtcdMember } from '../../ports/etcd-client.ts';
import { keepsHealthyComponents } from './component-health.plan.ts';
import { conditionOf, hasNode, healthConditionTypes, isDeleting, isEtcdManaged, type ControlPlaneMachine } from './control-plane-machine.plan.ts';
import { projectEtcd } from './etcd-quorum.plan.ts';

export interface PreflightInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly cluster: Cluster;
  readonly machines: readonly ControlPlaneMachine[];
  readonly etcdMembers: readonly EtcdMember[];
  readonly etcdAlarms: readonly EtcdAlarm[];
  readonly certificatesAvailable: boolean;
}

/** What keeps the control plane from being changed; shown in the ScalingUp and ScalingDown conditions. */
export interface PreflightFailures {
  /** The version that the topology still has to bring. */
  readonly awaitedVersion?: string | undefined;
  readonly certificateMissing?: boolean | undefined;
  readonly hasDeletingMachine?: boolean | undefined;
  readonly componentsNotHealthy?: boolean | undefined;
  readonly etcdNotHealthy?: boolean | undefined;
}

export type Preflight =
  | { readonly step: 'pass' }
  | {
      readonly step: 'blocked';
      readonly failures: PreflightFailures;
      readonly reason: 'WaitingForVersionUpgrade' | 'CertificatesMissing' | 'WaitingForMachineDeletion' | 'ControlPlaneUnhealthy';
      /** What exactly is unhealthy. */
      readonly details: readonly string[];
    };

const pass: Preflight = { step: 'pass' };

/** May the control plane be changed now (KCP-11)? One change at a time: only where nothing is being deleted and every other Machine is complete and healthy. */
export function planPreflight(input: PreflightInput, change: { readonly isScaleUp: boolean; readonly exclude?: string | undefined }): Preflight {
  const { controlPlane, machines } = input;
  if (machines.length === 0) return pass;

  const awaitedVersion = awaitedTopologyVersion(input);
  if (awaitedVersion !== undefined) return { step: 'blocked', reason: 'WaitingForVersionUpgrade', failures: { awaitedVersion }, details: [] };
  if (change.isScaleUp && !input.certificatesAvailable) return { step: 'blocked', reason: 'CertificatesMissing', failures: { certificateMissing: true }, details: [] };
  if (machines.some(({ machine }) => isDeleting(machine))) return { step: 'blocked', reason: 'WaitingForMachineDeletion', failures: { hasDeletingMachine: true }, details: [] };

  const health = machineHealth(input, change.exclude);
  const { failures, details } = health.details.length > 0 && change.isScaleUp && isBeingRemediated(controlPlane) ? replacementHealth(input) : health;
  return details.length === 0 ? pass : { step: 'blocked', reason: 'ControlPlaneUnhealthy', failures, details };
}

function isBeingRemediated({ metadata }: KubeadmControlPlane): boolean {
  return metadata.annotations?.[remediationInProgressAnnotation] !== undefined;
}

/** A topology upgrades the control plane first to its own version, or step by step; until it did, no Machine of the old version is made. */
export function awaitedTopologyVersion({ cluster, controlPlane }: Pick<PreflightInput, 'cluster' | 'controlPlane'>): string | undefined {
  const version = cluster.spec.topology?.version;
  if (!version) return undefined;
  const step = cluster.metadata.annotations?.[clusterTopologyUpgradeStepAnnotation] || undefined;
  if (version === controlPlane.spec.version || step === controlPlane.spec.version) return undefined;
  return step ?? version;
}

interface HealthFindings {
  readonly failures: PreflightFailures;
  readonly details: readonly string[];
}

function machineHealth({ controlPlane, machines }: PreflightInput, exclude: string | undefined): HealthFindings {
  const findings = machines.filter(({ machine }) => machine.metadata.name !== exclude).flatMap(({ machine }) => machineFindings(controlPlane, machine));
  return {
    failures: { componentsNotHealthy: findings.some(({ ofComponents }) => ofComponents), etcdNotHealthy: findings.some(({ ofEtcd }) => ofEtcd) },
    details: findings.map(({ text }) => text),
  };
}

interface Finding {
  readonly text: string;
  readonly ofComponents: boolean;
  readonly ofEtcd: boolean;
}

function machineFindings(controlPlane: KubeadmControlPlane, machine: ControlPlaneMachine['machine']): Finding[] {
  const { name } = machine.metadata;
  if (!hasNode(machine)) {
    return [{ text: `Machine ${name} does not have a corresponding Node yet (Machine.status.nodeRef not set)`, ofComponents: true, ofEtcd: isEtcdManaged(controlPlane) }];
  }
  return healthConditionTypes(controlPlane).flatMap((type) => {
    const text = conditionProblem(machine, type);
    const ofEtcd = type === 'EtcdMemberHealthy';
    return text === undefined ? [] : [{ text, ofComponents: !ofEtcd, ofEtcd }];
  });
}

function conditionProblem(machine: ControlPlaneMachine['machine'], type: string): string | undefined {
  const condition = conditionOf(machine, type);
  const { name } = machine.metadata;
  if (!condition) return `Machine ${name} does not have ${type} condition`;
  if (condition.status === 'True') return undefined;
  return `Machine ${name} reports ${type} condition is ${condition.status.toLowerCase()} (${condition.message ?? ''})`;
}

/** While a replacement for a remediated Machine is due, other Machines may be broken too: it is enough that adding one more is safe. */
function replacementHealth({ controlPlane, machines, etcdMembers, etcdAlarms }: PreflightInput): HealthFindings {
  const componentsNotHealthy = !keepsHealthyComponents(controlPlane, machines, { addMachine: true, removeMachine: undefined });
  const details = componentsNotHealthy
    ? ['cannot add a new control plane Machine when there are no control plane Machines with all Kubernetes control plane components in healthy state. Please check Kubernetes control plane component status']
    : [];
  if (!isEtcdManaged(controlPlane)) return { failures: { componentsNotHealthy }, details };
  if (etcdMembers.length === 0) return { failures: { componentsNotHealthy }, details: [...details, 'cannot check etcd cluster health before scale up, etcd member list is empty'] };

  const etcdNotHealthy = !projectEtcd({ members: etcdMembers, alarms: etcdAlarms, machines }, { addMember: true, removeMember: undefined }).isSafe;
  const etcdDetails = etcdNotHealthy ? ['adding a new control plane Machine can lead to etcd quorum loss. Please check the etcd status'] : [];
  return { failures: { componentsNotHealthy, etcdNotHealthy }, details: [...details, ...etcdDetails] };
}
