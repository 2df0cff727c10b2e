import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';

/** What learns from the objects that its provider made for it. */
type Learner = Machine | MachinePool;
type Status<T extends Learner> = NonNullable<T['status']>;
type V1Beta1<T extends Learner> = NonNullable<NonNullable<Status<T>['deprecated']>['v1beta1']>;

/** The object with fields of its spec learned from elsewhere. */
export function withSpec<T extends Learner>(object: T, spec: Partial<T['spec']>): T {
  return { ...object, spec: { ...object.spec, ...spec } };
}

/** The object with fields of its status learned from elsewhere. */
export function withStatus<T extends Learner>(object: T, status: Partial<Status<T>>): T {
  return { ...object, status: { ...object.status, ...status } };
}

/** The object with milestones as they are now. A Machine never loses one again, a pool does when its provider takes it back. */
export function withInitialization<T extends Learner>(object: T, reached: NonNullable<Status<T>['initialization']>): T {
  return withStatus(object, { initialization: { ...object.status?.initialization, ...reached } });
}

/** The object with fields that only the old API has. */
export function withV1Beta1<T extends Learner>(object: T, fields: Partial<V1Beta1<T>>): T {
  const { deprecated } = object.status ?? {};
  return withStatus(object, { deprecated: { ...deprecated, v1beta1: { ...deprecated?.v1beta1, ...fields } } });
}

/** The object with a terminal failure, which only the old API knows. */
export function withFailure<T extends Learner>(object: T, { reason, message }: { reason?: string | undefined; message?: string | undefined }): T {
  return withV1Beta1(object, { ...(reason ? { failureReason: reason } : {}), ...(message ? { failureMessage: message } : {}) });
}
