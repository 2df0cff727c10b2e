import { deleteMachineAnnotation, remediateMachineAnnotation, templateClonedFromGroupKindAnnotation, templateClonedFromNameAnnotation, type UnstructuredObject } from '@clusterwright/api';
import type { KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { UpToDateResult } from './control-plane-machine.plan.ts';
import { kubeadmConfigDiff } from './kubeadm-config-diff.plan.ts';

export interface UpToDateInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly machine: Machine;
  /** Undefined where it cannot be found: that is no reason to replace a Machine. */
  readonly kubeadmConfig: KubeadmConfig | undefined;
  readonly infraMachine: UnstructuredObject | undefined;
  readonly now: Date;
}

interface Finding {
  readonly log: string;
  readonly condition: string;
  /** Whether only a new Machine can help. */
  readonly needsNewMachine: boolean;
}

/** Whether a Machine must be replaced (KCP-14). The condition messages are read again for the control plane's RollingOut condition, which puts `Version` first. */
export function upToDateResult(input: UpToDateInput): UpToDateResult {
  const findings = [certificates(input), rolloutAfter(input), version(input), config(input), infrastructure(input)].filter((finding) => finding !== undefined);
  const annotations = input.machine.metadata.annotations ?? {};
  const isMarked = deleteMachineAnnotation in annotations || remediateMachineAnnotation in annotations;
  return {
    isUpToDate: findings.length === 0,
    logMessages: findings.map(({ log }) => log),
    conditionMessages: findings.map(({ condition }) => condition),
    eligibleForInPlaceUpdate: findings.length > 0 && !isMarked && !findings.some(({ needsNewMachine }) => needsNewMachine),
  };
}

function certificates({ controlPlane, machine, now }: UpToDateInput): Finding | undefined {
  const days = controlPlane.spec.rollout?.before?.certificatesExpiryDays;
  const expiry = machine.status?.certificatesExpiryDate;
  if (!days || !expiry || now.getTime() + days * 24 * 3600 * 1000 <= Date.parse(expiry)) return undefined;
  return { log: 'certificates will expire soon, rolloutBefore expired', condition: 'Certificates will expire soon', needsNewMachine: true };
}

function rolloutAfter({ controlPlane, machine, now }: UpToDateInput): Finding | undefined {
  const after = controlPlane.spec.rollout?.after;
  if (!after || Date.parse(after) >= now.getTime()) return undefined;
  if (Date.parse(machine.metadata.creationTimestamp ?? '') >= Date.parse(after)) return undefined;
  return { log: 'rolloutAfter expired', condition: 'KubeadmControlPlane spec.rolloutAfter expired', needsNewMachine: true };
}

function version({ controlPlane, machine }: UpToDateInput): Finding | undefined {
  const [current = '', desired] = [machine.spec.version, controlPlane.spec.version];
  if (current === desired) return undefined;
  return { log: `Machine version "${current}" is not equal to KCP version "${desired}"`, condition: `Version ${current}, ${desired} required`, needsNewMachine: false };
}

function config({ controlPlane, machine, kubeadmConfig }: UpToDateInput): Finding | undefined {
  if (!machine.spec.bootstrap.configRef || !kubeadmConfig) return undefined;
  const paths = kubeadmConfigDiff(controlPlane, kubeadmConfig.spec ?? {});
  if (paths.length === 0) return undefined;
  return { log: `Machine KubeadmConfig is outdated: diff: ${paths.join(', ')}`, condition: 'KubeadmConfig is not up-to-date', needsNewMachine: false };
}

/** Compares where the InfraMachine was cloned from; one without that annotation was adopted and stays. */
function infrastructure({ controlPlane, machine, infraMachine }: UpToDateInput): Finding | undefined {
  const annotations = infraMachine?.metadata.annotations;
  const name = annotations?.[templateClonedFromNameAnnotation];
  const groupKind = annotations?.[templateClonedFromGroupKindAnnotation];
  if (name === undefined || groupKind === undefined) return undefined;
  const ref = controlPlane.spec.machineTemplate.spec.infrastructureRef;
  const desired = `${ref.kind}.${ref.apiGroup}`;
  if (name === ref.name && groupKind === desired) return undefined;
  return {
    log: `Infrastructure template on KCP rotated from ${groupKind} ${name} to ${desired} ${ref.name}`,
    condition: `${machine.spec.infrastructureRef.kind} is not up-to-date`,
    needsNewMachine: false,
  };
}
