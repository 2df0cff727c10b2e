import type { KubeObject, Resource } from '@clusterwright/api';
import { DevMachines, DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevMachine, DockerMachine, DockerMachineBackendSpec } from '@clusterwright/api/infrastructure/v1beta2';

/** What a DevMachine with the docker backend and a DockerMachine have in common; what is written has the same place in both. */
export interface DockerMachineView {
  readonly docker: DockerMachineBackendSpec;
  readonly providerID: string | undefined;
  readonly conditions: NonNullable<DevMachine['status']>['conditions'];
}

/** A kind that describes one container. */
export interface DockerMachineKind<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Name of the controller. */
  readonly name: string;
  /** Undefined where the object has another backend. */
  readonly viewOf: (object: T) => DockerMachineView | undefined;
}

export const devMachineKind: DockerMachineKind<DevMachine> = {
  resource: DevMachines,
  name: 'devmachine',
  viewOf: ({ spec, status }) => (spec.backend.inMemory ? undefined : { docker: spec.backend.docker ?? {}, providerID: spec.providerID || undefined, conditions: status?.conditions }),
};

export const dockerMachineKind: DockerMachineKind<DockerMachine> = {
  resource: DockerMachines,
  name: 'dockermachine',
  viewOf: ({ spec = {}, status }) => ({ docker: spec, providerID: spec.providerID || undefined, conditions: status?.conditions }),
};
