import { int32, object, optional, string, type Static } from '../../../schema/schema.ts';

/** Machines at one version. */
export const StatusVersionSchema = object({
  version: string({ minLength: 1, maxLength: 256, description: 'version is a Kubernetes version.' }),
  replicas: optional(int32({ minimum: 1, description: 'replicas is the number of Machines at that version.' })),
});

export interface StatusVersion extends Static<typeof StatusVersionSchema> {}

/** A step of an upgrade. */
export const StatusUpgradePlanVersionSchema = object({
  version: string({ minLength: 1, maxLength: 256, description: 'version is the Kubernetes version of the step.' }),
});

export interface StatusUpgradePlanVersion extends Static<typeof StatusUpgradePlanVersionSchema> {}
