import {
  kubeadmControlPlaneFieldManager,
  clusterNameLabel,
  machineControlPlaneLabel,
  machineControlPlaneNameLabel,
  preTerminateHookCleanupAnnotation,
  remediationForAnnotation,
  remediationInProgressAnnotation,
  type OwnerReference,
  type UnstructuredObject,
} from '@clusterwright/api';
import type { KubeadmConfig, KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Cluster, ContractVersionedObjectReference, Machine, MachineSpec } from '@clusterwright/api/core/v1beta2';
import { generateFromTemplate } from '@clusterwright/contract';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { isAtLeast } from '@clusterwright/provider-kit/cluster/versions';
import { isEtcdManaged } from './control-plane-machine.plan.ts';

export const fieldManager = kubeadmControlPlaneFieldManager;

/** Readiness gates that every Machine of a control plane has, whatever the user adds (KCP-08). */
const mandatoryReadinessGates = ['NodeKubeadmLabelsAndTaintsSet', 'APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy'] as const;
const etcdReadinessGates = ['EtcdPodHealthy', 'EtcdMemberHealthy'] as const;

/** Labels of a control plane Machine and of what belongs to it; ours win over the template's. */
export function controlPlaneMachineLabels(controlPlane: KubeadmControlPlane, clusterName: string): Record<string, string> {
  return {
    ...controlPlane.spec.machineTemplate.metadata?.labels,
    [clusterNameLabel]: clusterName,
    [machineControlPlaneLabel]: '',
    [machineControlPlaneNameLabel]: formatLabelValue(controlPlane.metadata.name),
  };
}

/** Annotations that the machine template asks for. */
export function controlPlaneMachineAnnotations({ spec }: KubeadmControlPlane): Record<string, string> {
  return { ...spec.machineTemplate.metadata?.annotations };
}

/** References to the control plane: as controller for the Machine, as plain owner for the rest, which the Machine will control. */
export function controlPlaneOwner({ apiVersion, kind, metadata }: KubeadmControlPlane, controller: boolean): OwnerReference {
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
  return controller ? { ...owner, controller: true, blockOwnerDeletion: true } : owner;
}

/** What a Machine to be created refers to. */
export interface NewMachine {
  readonly name: string;
  readonly failureDomain: string | undefined;
  readonly infrastructureRef: ContractVersionedObjectReference;
  readonly configRef: ContractVersionedObjectReference;
}

/** The Machine as this control plane wants a new one to be: exactly the fields that it owns. */
export function desiredNewMachine(controlPlane: KubeadmControlPlane, cluster: Cluster, { name, failureDomain, infrastructureRef, configRef }: NewMachine): Machine {
  const remediation = controlPlane.metadata.annotations?.[remediationInProgressAnnotation];
  return desiredMachine(controlPlane, cluster, {
    metadata: { name },
    annotations: remediation === undefined ? {} : { [remediationForAnnotation]: remediation },
    spec: { version: controlPlane.spec.version, failureDomain, infrastructureRef, bootstrap: { configRef } },
  });
}

/** An existing Machine with the fields brought up to date that can change in place (KCP-15): version, failure domain and references stay. */
export function desiredExistingMachine(controlPlane: KubeadmControlPlane, cluster: Cluster, existing: Machine): Machine {
  const remediation = existing.metadata.annotations?.[remediationForAnnotation];
  const { version, failureDomain, infrastructureRef, bootstrap } = existing.spec;
  return desiredMachine(controlPlane, cluster, {
    // The UID makes sure that a Machine deleted meanwhile is not made again.
    metadata: { name: existing.metadata.name, uid: existing.metadata.uid },
    annotations: remediation === undefined ? {} : { [remediationForAnnotation]: remediation },
    spec: { version, failureDomain, infrastructureRef, bootstrap: bootstrap.configRef ? { configRef: bootstrap.configRef } : {} },
  });
}

interface MachineParts {
  readonly metadata: { readonly name: string; readonly uid?: string | undefined };
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Pick<MachineSpec, 'version' | 'failureDomain' | 'infrastructureRef' | 'bootstrap'>;
}

function desiredMachine(controlPlane: KubeadmControlPlane, cluster: Cluster, { metadata, annotations, spec }: MachineParts): Machine {
  const { deletion, taints } = controlPlane.spec.machineTemplate.spec;
  const machine: Machine = {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: {
      ...metadata,
      namespace: controlPlane.metadata.namespace,
      labels: controlPlaneMachineLabels(controlPlane, cluster.metadata.name),
      annotations: { ...controlPlaneMachineAnnotations(controlPlane), ...annotations, [preTerminateHookCleanupAnnotation]: '' },
      ownerReferences: [controlPlaneOwner(controlPlane, true)],
    },
    spec: { clusterName: cluster.metadata.name, ...spec, deletion, taints, readinessGates: readinessGates(controlPlane) },
  };
  return withoutUndefined(machine);
}

function readinessGates(controlPlane: KubeadmControlPlane): { conditionType: string }[] {
  const mandatory = [...mandatoryReadinessGates, ...(isEtcdManaged(controlPlane) ? etcdReadinessGates : [])].map((conditionType) => ({ conditionType }));
  const gates = new Map<string, { conditionType: string }>();
  for (const gate of [...mandatory, ...(controlPlane.spec.machineTemplate.spec.readinessGates ?? [])]) {
    if (!gates.has(gate.conditionType)) gates.set(gate.conditionType, gate);
  }
  return [...gates.values()];
}

/** A field that is undefined would be owned and removed; one that is absent is left alone. */
function withoutUndefined<T>(value: T): T {
  // JSON objects only: what goes in comes out, minus undefined.
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Whether a Machine starts the cluster or joins it (KCP-07). */
export type KubeadmMode = 'init' | 'join';

/** The KubeadmConfig for a Machine: the first keeps initConfiguration, the others joinConfiguration with `controlPlane` set, by which a join is known. */
export function desiredKubeadmConfigSpec({ spec }: KubeadmControlPlane, mode: KubeadmMode): KubeadmConfigSpec {
  const { initConfiguration, joinConfiguration, ...shared } = withDefaultFeatureGates(spec.kubeadmConfigSpec ?? {}, spec.version);
  if (mode === 'init') return initConfiguration ? { ...shared, initConfiguration } : shared;
  return { ...shared, joinConfiguration: { ...joinConfiguration, controlPlane: joinConfiguration?.controlPlane ?? {} } };
}

export function desiredKubeadmConfig(controlPlane: KubeadmControlPlane, cluster: Cluster, name: string, mode: KubeadmMode): KubeadmConfig {
  const spec = desiredKubeadmConfigSpec(controlPlane, mode);
  const config = {
    apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2',
    kind: 'KubeadmConfig',
    metadata: {
      name,
      namespace: controlPlane.metadata.namespace,
      labels: controlPlaneMachineLabels(controlPlane, cluster.metadata.name),
      annotations: controlPlaneMachineAnnotations(controlPlane),
      ownerReferences: [controlPlaneOwner(controlPlane, false)],
    },
    // An empty spec is refused by the schema.
    ...(Object.keys(spec).length > 0 ? { spec } : {}),
  };
  // The type knows no KubeadmConfig without spec, the API does.
  return withoutUndefined(config) as KubeadmConfig;
}

/**
 * Sets kubeadm's ControlPlaneKubeletLocalMode where it exists and is not the default: from 1.31 to 1.35 (KCP-09).
 * Kubelets must then talk to the API server of their own machine, which during an upgrade is never older than they are.
 */
export function withDefaultFeatureGates(spec: KubeadmConfigSpec, version: string): KubeadmConfigSpec {
  const gate = 'ControlPlaneKubeletLocalMode';
  const featureGates = spec.clusterConfiguration?.featureGates;
  if (!isAtLeast(version, 'v1.31.0') || isAtLeast(version, 'v1.36.0') || featureGates?.[gate] !== undefined) return spec;
  return { ...spec, clusterConfiguration: { ...spec.clusterConfiguration, featureGates: { ...featureGates, [gate]: true } } };
}

/** The InfraMachine for a Machine, cloned from the template. */
export function desiredInfraMachine(controlPlane: KubeadmControlPlane, cluster: Cluster, name: string, template: UnstructuredObject): UnstructuredObject {
  return withoutUndefined(
    generateFromTemplate({
      template,
      namespace: controlPlane.metadata.namespace ?? '',
      name,
      clusterName: cluster.metadata.name,
      ownerReference: controlPlaneOwner(controlPlane, false),
      labels: controlPlaneMachineLabels(controlPlane, cluster.metadata.name),
      annotations: controlPlaneMachineAnnotations(controlPlane),
    }),
  );
}

/** The part of Machine.spec that still matters while a Machine is being deleted. */
export function deletionRelevantSpec({ spec }: KubeadmControlPlane): Record<string, unknown> {
  const { deletion, taints } = spec.machineTemplate.spec;
  return {
    deletion: {
      nodeDrainTimeoutSeconds: deletion?.nodeDrainTimeoutSeconds,
      nodeVolumeDetachTimeoutSeconds: deletion?.nodeVolumeDetachTimeoutSeconds,
      nodeDeletionTimeoutSeconds: deletion?.nodeDeletionTimeoutSeconds ?? 10,
    },
    taints,
  };
}
