import type { DevMachineTemplate, DockerMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2';
import type { CapacityOf } from './controllers/devmachinetemplate/devmachinetemplate.reconciler.ts';
import type { Capacity, ContainerEngine } from './ports/container-engine.ts';

export interface MachineCapacity {
  readonly devMachine: CapacityOf<DevMachineTemplate>;
  readonly dockerMachine: CapacityOf<DockerMachineTemplate>;
}

/** How large machines are: containers as the engine's host, which may be another one than ours, and simulated ones as ours. */
export function machineCapacity(engine: Pick<ContainerEngine, 'capacity'>, host: Capacity): MachineCapacity {
  return {
    devMachine: async ({ spec }, signal) => (spec.template.spec.backend.inMemory ? host : await engine.capacity(signal)),
    dockerMachine: (_template, signal) => engine.capacity(signal),
  };
}
