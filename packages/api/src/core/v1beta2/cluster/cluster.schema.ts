import type { KubeObject } from '../../../resource.ts';
import { boolean, described, int32, kubeObject, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { type ClusterStatus, ClusterStatusSchema } from './cluster-status.schema.ts';
import { ClusterTopologySchema } from './topology.schema.ts';
import { APIEndpointSchema } from '../shared/api-endpoint.schema.ts';
import { ConditionGateSchema } from '../shared/condition-gate.schema.ts';
import { ContractVersionedObjectReferenceSchema } from '../shared/references.schema.ts';

/** NetworkRanges is to be described. */
export const NetworkRangesSchema = object({
  cidrBlocks: listAtomic(string({ minLength: 1, maxLength: 43 }), { minItems: 1, maxItems: 100, description: 'cidrBlocks is to be described.' }),
});

export interface NetworkRanges extends Static<typeof NetworkRangesSchema> {}

/** ClusterNetwork is to be described. */
export const ClusterNetworkSchema = object({
  apiServerPort: optional(int32({ minimum: 1, maximum: 65535, description: 'apiServerPort is to be described.' })),
  services: optional(described(NetworkRangesSchema, 'services is to be described.')),
  pods: optional(described(NetworkRangesSchema, 'pods is to be described.')),
  serviceDomain: optional(string({ minLength: 1, maxLength: 253, description: 'serviceDomain is to be described.' })),
}, { minProperties: 1 });

export interface ClusterNetwork extends Static<typeof ClusterNetworkSchema> {}

/** ClusterSpec is to be described. */
export const ClusterSpecSchema = object({
  paused: optional(boolean({ description: 'paused is to be described.' })),
  clusterNetwork: optional(described(ClusterNetworkSchema, 'clusterNetwork is to be described.')),
  controlPlaneEndpoint: optional(described(APIEndpointSchema, 'controlPlaneEndpoint is to be described.')),
  controlPlaneRef: optional(described(ContractVersionedObjectReferenceSchema, 'controlPlaneRef is to be described.')),
  infrastructureRef: optional(described(ContractVersionedObjectReferenceSchema, 'infrastructureRef is to be described.')),
  topology: optional(described(ClusterTopologySchema, 'topology is to be described.')),
  availabilityGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'availabilityGates is to be described.' })),
}, { minProperties: 1 });

export interface ClusterSpec extends Static<typeof ClusterSpecSchema> {}

export const ClusterSchema = kubeObject({
  spec: described(ClusterSpecSchema, 'spec is to be described.'),
  status: optional(described(ClusterStatusSchema, 'status is to be described.')),
}, { description: 'Cluster is to be described.' });

/** Cluster is to be described. */
export interface Cluster extends KubeObject {
  spec: ClusterSpec;
  status?: ClusterStatus;
}
