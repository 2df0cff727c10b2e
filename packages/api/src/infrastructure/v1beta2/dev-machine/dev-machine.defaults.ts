import type { Received, ReceivedPart } from '../../../received.ts';
import type { DevMachine, DevMachineSpec } from './dev-machine.schema.ts';

/** The docker backend where none is chosen (spec DEV-03). Pure. */
export function defaultDevMachineSpec(spec: ReceivedPart<DevMachineSpec>): ReceivedPart<DevMachineSpec> {
  const { inMemory, docker } = spec.backend ?? {};
  return inMemory || docker ? spec : { ...spec, backend: { ...spec.backend, docker: {} } };
}

export function defaultDevMachine(machine: Received<DevMachine>): Received<DevMachine> {
  return { ...machine, spec: defaultDevMachineSpec(machine.spec ?? {}) };
}
