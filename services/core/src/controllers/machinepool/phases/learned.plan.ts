import type { MachinePool, MachinePoolSpec, MachinePoolStatus, MachinePoolV1Beta1DeprecatedStatus } from '@clusterwright/api/core/v1beta2';

/** The MachinePool with fields of its spec learned from elsewhere. */
export function withSpec(machinePool: MachinePool, spec: Partial<MachinePoolSpec>): MachinePool {
  return { ...machinePool, spec: { ...machinePool.spec, ...spec } };
}

/** The MachinePool with fields of its status learned from elsewhere. */
export function withStatus(machinePool: MachinePool, status: Partial<MachinePoolStatus>): MachinePool {
  return { ...machinePool, status: { ...machinePool.status, ...status } };
}

/** The MachinePool with milestones as they are now: a pool may lose them again, when its provider takes them back. */
export function withInitialization(machinePool: MachinePool, reached: NonNullable<MachinePoolStatus['initialization']>): MachinePool {
  return withStatus(machinePool, { initialization: { ...machinePool.status?.initialization, ...reached } });
}

/** The MachinePool with fields of the old API. */
export function withV1Beta1(machinePool: MachinePool, fields: Partial<MachinePoolV1Beta1DeprecatedStatus>): MachinePool {
  const { deprecated } = machinePool.status ?? {};
  return withStatus(machinePool, { deprecated: { ...deprecated, v1beta1: { ...deprecated?.v1beta1, ...fields } } });
}

/** The MachinePool with a terminal failure, which only the old API knows. */
export function withFailure(machinePool: MachinePool, { reason, message }: { reason?: string | undefined; message?: string | undefined }): MachinePool {
  return withV1Beta1(machinePool, { ...(reason ? { failureReason: reason } : {}), ...(message ? { failureMessage: message } : {}) });
}
