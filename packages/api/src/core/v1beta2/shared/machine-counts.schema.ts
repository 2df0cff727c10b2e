import { int32, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';

/** Machines at one version. */
export const StatusVersionSchema = object({
  version: string({ minLength: 1, maxLength: 256, description: 'version is a Kubernetes version.' }),
  replicas: optional(int32({ minimum: 1, description: 'replicas is the number of Machines at that version.' })),
});

export interface StatusVersion extends Static<typeof StatusVersionSchema> {}

/** Machines per version, merged by version. */
export function statusVersionList(description: string) {
  return listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description });
}

/** The counters that everything with Machines has in its status. */
export const machineCounts = {
  replicas: optional(int32({ description: 'replicas is the number of Machines that exist, in whatever state.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Ready condition is true.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Available condition is true.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is the number of Machines whose UpToDate condition is true.' })),
  versions: optional(statusVersionList('versions counts the Machines per Kubernetes version.')),
};

/** A step of an upgrade. */
export const StatusUpgradePlanVersionSchema = object({
  version: string({ minLength: 1, maxLength: 256, description: 'version is the Kubernetes version of the step.' }),
});

export interface StatusUpgradePlanVersion extends Static<typeof StatusUpgradePlanVersionSchema> {}
