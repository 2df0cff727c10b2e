import type { Machine, MachineSpec, MachineStatus } from '@clusterwright/api/core/v1beta2';

/** The Machine with fields of its spec learned from elsewhere. */
export function withSpec(machine: Machine, spec: Partial<MachineSpec>): Machine {
  return { ...machine, spec: { ...machine.spec, ...spec } };
}

/** The Machine with fields of its status learned from elsewhere. */
export function withStatus(machine: Machine, status: Partial<MachineStatus>): Machine {
  return { ...machine, status: { ...machine.status, ...status } };
}

/** The Machine with a milestone of its initialization reached; there is no way back. */
export function withInitialization(machine: Machine, reached: NonNullable<MachineStatus['initialization']>): Machine {
  return withStatus(machine, { initialization: { ...machine.status?.initialization, ...reached } });
}

/** The Machine with a terminal failure in the fields that only the old API has. */
export function withFailure(machine: Machine, { reason, message }: { reason?: string | undefined; message?: string | undefined }): Machine {
  const { deprecated } = machine.status ?? {};
  const failure = { ...(reason ? { failureReason: reason } : {}), ...(message ? { failureMessage: message } : {}) };
  return withStatus(machine, { deprecated: { ...deprecated, v1beta1: { ...deprecated?.v1beta1, ...failure } } });
}
