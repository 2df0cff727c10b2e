import { boolean, described, enumeration, int32, int64, listAtomic, listMap, object, optional, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedFailureStatusSchema } from '../shared/deprecated-status.schema.ts';
import { FailureDomainSchema } from '../shared/failure-domain.schema.ts';
import { StatusUpgradePlanVersionSchema, StatusVersionSchema } from '../shared/status-versions.schema.ts';

/** ClusterInitializationStatus is to be described. */
export const ClusterInitializationStatusSchema = object({
  infrastructureProvisioned: optional(boolean({ description: 'infrastructureProvisioned is to be described.' })),
  controlPlaneInitialized: optional(boolean({ description: 'controlPlaneInitialized is to be described.' })),
}, { minProperties: 1 });

export interface ClusterInitializationStatus extends Static<typeof ClusterInitializationStatusSchema> {}

/** ReplicaCounts is to be described. */
export const ReplicaCountsSchema = object({
  desiredReplicas: optional(int32({ description: 'desiredReplicas is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  versions: optional(listAtomic(StatusVersionSchema, { minItems: 1, maxItems: 32, description: 'versions is to be described.' })),
  upgradePlan: optional(listAtomic(StatusUpgradePlanVersionSchema, { minItems: 1, maxItems: 32, description: 'upgradePlan is to be described.' })),
});

export interface ReplicaCounts extends Static<typeof ReplicaCountsSchema> {}

/** ClusterStatus is to be described. */
export const ClusterStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(ClusterInitializationStatusSchema, 'initialization is to be described.')),
  controlPlane: optional(described(ReplicaCountsSchema, 'controlPlane is to be described.')),
  workers: optional(described(ReplicaCountsSchema, 'workers is to be described.')),
  failureDomains: optional(listMap(['name'], FailureDomainSchema, { minItems: 1, maxItems: 100, description: 'failureDomains is to be described.' })),
  phase: optional(enumeration(['Pending', 'Provisioning', 'Provisioned', 'Deleting', 'Failed', 'Unknown'], { description: 'phase is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deprecated: optional(described(DeprecatedFailureStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface ClusterStatus extends Static<typeof ClusterStatusSchema> {}
