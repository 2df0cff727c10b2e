import type { DevMachine, DevMachineSpec } from './dev-machine.schema.ts';

/** The docker backend where none is chosen (spec DEV-03). Pure. */
export function defaultDevMachineSpec(spec: DevMachineSpec): DevMachineSpec {
  const { inMemory, docker } = spec.backend ?? {};
  return inMemory || docker ? spec : { ...spec, backend: { docker: {} } };
}

export function defaultDevMachine(machine: DevMachine): DevMachine {
  return { ...machine, spec: defaultDevMachineSpec(machine.spec ?? {}) };
}
