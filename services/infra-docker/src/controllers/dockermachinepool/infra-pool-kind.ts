import type { KubeObject, Resource } from '@clusterwright/api';
import { DevMachinePools, DockerMachinePools } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevMachine, DevMachinePool, DockerMachine, DockerMachinePool, DockerMachinePoolBackendSpec } from '@clusterwright/api/infrastructure/v1beta2';
import { devMachineKind, dockerMachineKind } from '../dockermachine/docker-machine-kind.ts';
import type { DockerMachineKind } from '../dockermachine/docker-machine-kind.ts';

/** What a DevMachinePool and a DockerMachinePool have in common; what is written has the same place in both. */
export interface InfraPoolView {
  readonly docker: DockerMachinePoolBackendSpec;
  readonly providerID: string | undefined;
  readonly conditions: NonNullable<DevMachinePool['status']>['conditions'];
}

/** A kind that describes a group of containers, and the kind that stands for each of them. */
export interface InfraPoolKind<T extends KubeObject, M extends KubeObject> {
  readonly resource: Resource<T>;
  /** Name of the controller. */
  readonly name: string;
  readonly machine: DockerMachineKind<M>;
  /** Owns the fields of the machines that it creates. */
  readonly fieldManager: string;
  readonly providerIDScheme: string;
  /** Whether the status of the kind has conditions of the old API. */
  readonly hasOldConditions: boolean;
  readonly viewOf: (pool: T) => InfraPoolView;
  readonly specOfMachine: (docker: DockerMachinePoolBackendSpec) => object;
}

export const devMachinePoolKind: InfraPoolKind<DevMachinePool, DevMachine> = {
  resource: DevMachinePools,
  name: 'devmachinepool',
  machine: devMachineKind,
  fieldManager: 'devmachinepool-controller',
  providerIDScheme: 'dev',
  hasOldConditions: false,
  viewOf: ({ spec = {}, status }) => ({ docker: spec.backend?.docker ?? {}, providerID: spec.providerID || undefined, conditions: status?.conditions }),
  specOfMachine: (docker) => ({ backend: { docker: machineFields(docker) } }),
};

export const dockerMachinePoolKind: InfraPoolKind<DockerMachinePool, DockerMachine> = {
  resource: DockerMachinePools,
  name: 'dockermachinepool',
  machine: dockerMachineKind,
  fieldManager: 'dockermachinepool-controller',
  providerIDScheme: 'docker',
  hasOldConditions: true,
  viewOf: ({ spec = {}, status }) => ({ docker: spec.template ?? {}, providerID: spec.providerID || undefined, conditions: status?.conditions }),
  specOfMachine: (docker) => machineFields(docker),
};

function machineFields({ customImage, preLoadImages, extraMounts }: DockerMachinePoolBackendSpec): object {
  return { ...(customImage ? { customImage } : {}), ...(preLoadImages ? { preLoadImages } : {}), ...(extraMounts ? { extraMounts } : {}) };
}

