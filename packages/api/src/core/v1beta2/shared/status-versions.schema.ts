import { int32, object, optional, string, type Static } from '../../../schema/schema.ts';

/** StatusVersion is to be described. */
export const StatusVersionSchema = object({
  version: string({ minLength: 1, maxLength: 256, description: 'version is to be described.' }),
  replicas: optional(int32({ minimum: 1, description: 'replicas is to be described.' })),
});

export interface StatusVersion extends Static<typeof StatusVersionSchema> {}

/** StatusUpgradePlanVersion is to be described. */
export const StatusUpgradePlanVersionSchema = object({
  version: string({ minLength: 1, maxLength: 256, description: 'version is to be described.' }),
});

export interface StatusUpgradePlanVersion extends Static<typeof StatusUpgradePlanVersionSchema> {}
