/** What a control plane object says about the Machines it makes (CO-43): where each contract keeps it, for reading and for rendering. */
import type { UnstructuredObject } from '@clusterwright/api';
import type { ContractVersionedObjectReference } from '@clusterwright/api/core/v1beta2';
import type { ContractVersion } from './contract-version.ts';
import { readObjectList, readString, readStringMap, type Path } from './path.ts';

export interface ObjectMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}


const machineTemplate = ['spec', 'machineTemplate'] as const;

/** Paths of the fields of the machine template; durations are strings in the older contract and seconds in the newer one. */
export function machineTemplatePaths(contract: ContractVersion): Record<'infrastructureRef' | 'readinessGates' | 'taints' | 'nodeDrainTimeout' | 'nodeVolumeDetachTimeout' | 'nodeDeletionTimeout', Path> {
  if (contract === 'v1beta1') {
    return {
      infrastructureRef: [...machineTemplate, 'infrastructureRef'],
      readinessGates: [...machineTemplate, 'readinessGates'],
      taints: [...machineTemplate, 'taints'],
      nodeDrainTimeout: [...machineTemplate, 'nodeDrainTimeout'],
      nodeVolumeDetachTimeout: [...machineTemplate, 'nodeVolumeDetachTimeout'],
      nodeDeletionTimeout: [...machineTemplate, 'nodeDeletionTimeout'],
    };
  }
  const spec = [...machineTemplate, 'spec'];
  return {
    infrastructureRef: [...spec, 'infrastructureRef'],
    readinessGates: [...spec, 'readinessGates'],
    taints: [...spec, 'taints'],
    nodeDrainTimeout: [...spec, 'deletion', 'nodeDrainTimeoutSeconds'],
    nodeVolumeDetachTimeout: [...spec, 'deletion', 'nodeVolumeDetachTimeoutSeconds'],
    nodeDeletionTimeout: [...spec, 'deletion', 'nodeDeletionTimeoutSeconds'],
  };
}

/** The InfraMachine template that control plane Machines are made from; undefined where the provider has none. */
export function machineTemplateInfrastructureRef(controlPlane: UnstructuredObject, contract: ContractVersion): ContractVersionedObjectReference | undefined {
  const path = machineTemplatePaths(contract).infrastructureRef;
  const kind = readString(controlPlane, [...path, 'kind']);
  const name = readString(controlPlane, [...path, 'name']);
  if (!kind || !name) return undefined;
  const apiGroup = contract === 'v1beta1' ? (readString(controlPlane, [...path, 'apiVersion']) ?? '').split('/')[0] : readString(controlPlane, [...path, 'apiGroup']);
  return { apiGroup: apiGroup ?? '', kind, name };
}

/** Labels and annotations for the Machines; empty where absent. */
export function machineTemplateMetadata(controlPlane: UnstructuredObject): ObjectMetadata {
  return metadataAt(controlPlane, [...machineTemplate, 'metadata']);
}

export function machineTemplateReadinessGates(controlPlane: UnstructuredObject, contract: ContractVersion): readonly Readonly<Record<string, unknown>>[] | undefined {
  return readObjectList(controlPlane, machineTemplatePaths(contract).readinessGates);
}

export function machineTemplateTaints(controlPlane: UnstructuredObject, contract: ContractVersion): readonly Readonly<Record<string, unknown>>[] | undefined {
  return readObjectList(controlPlane, machineTemplatePaths(contract).taints);
}

/** `spec.rollout.after` (CO-44). */
export function controlPlaneRolloutAfter(controlPlane: UnstructuredObject): string | undefined {
  return readString(controlPlane, ['spec', 'rollout', 'after']) || undefined;
}

/** Labels and annotations at a path, empty where absent. */
export function metadataAt(object: UnstructuredObject, path: Path): ObjectMetadata {
  return { labels: readStringMap(object, [...path, 'labels']) ?? {}, annotations: readStringMap(object, [...path, 'annotations']) ?? {} };
}
