import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { APIEndpointSchema } from '../../../core/v1beta2/shared/api-endpoint.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { FailureDomainSchema } from '../../../core/v1beta2/shared/failure-domain.schema.ts';
import { InfrastructureInitializationStatusSchema } from '../shared/initialization.schema.ts';
import { LocalObjectReferenceSchema } from '../../../schema/corev1.schema.ts';

/** DockerLoadBalancer is to be described. */
export const DockerLoadBalancerSchema = object({
  imageRepository: optional(string({ description: 'imageRepository is to be described.' })),
  imageTag: optional(string({ description: 'imageTag is to be described.' })),
  customHAProxyConfigTemplateRef: optional(described(LocalObjectReferenceSchema, 'customHAProxyConfigTemplateRef is to be described.')),
});

export interface DockerLoadBalancer extends Static<typeof DockerLoadBalancerSchema> {}

/** DockerClusterBackendSpec is to be described. */
export const DockerClusterBackendSpecSchema = object({
  failureDomains: optional(listMap(['name'], FailureDomainSchema, { minItems: 1, maxItems: 100, description: 'failureDomains is to be described.' })),
  loadBalancer: optional(described(DockerLoadBalancerSchema, 'loadBalancer is to be described.')),
});

export interface DockerClusterBackendSpec extends Static<typeof DockerClusterBackendSpecSchema> {}

/** InMemoryClusterBackendSpec is to be described. */
export const InMemoryClusterBackendSpecSchema = object({});

export interface InMemoryClusterBackendSpec extends Static<typeof InMemoryClusterBackendSpecSchema> {}

/** DevClusterBackendSpec is to be described. */
export const DevClusterBackendSpecSchema = object({
  docker: optional(described(DockerClusterBackendSpecSchema, 'docker is to be described.')),
  inMemory: optional(described(InMemoryClusterBackendSpecSchema, 'inMemory is to be described.')),
});

export interface DevClusterBackendSpec extends Static<typeof DevClusterBackendSpecSchema> {}

/** DevClusterSpec is to be described. */
export const DevClusterSpecSchema = object({
  controlPlaneEndpoint: optional(described(APIEndpointSchema, 'controlPlaneEndpoint is to be described.')),
  backend: described(DevClusterBackendSpecSchema, 'backend is to be described.'),
});

export interface DevClusterSpec extends Static<typeof DevClusterSpecSchema> {}

/** DevClusterStatus is to be described. */
export const DevClusterStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(InfrastructureInitializationStatusSchema, 'initialization is to be described.')),
  failureDomains: optional(listMap(['name'], FailureDomainSchema, { minItems: 1, maxItems: 100, description: 'failureDomains is to be described.' })),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
});

export interface DevClusterStatus extends Static<typeof DevClusterStatusSchema> {}

export const DevClusterSchema = kubeObject({
  spec: optional(described(DevClusterSpecSchema, 'spec is to be described.')),
  status: optional(described(DevClusterStatusSchema, 'status is to be described.')),
}, { description: 'DevCluster is to be described.' });

/** DevCluster is to be described. */
export interface DevCluster extends KubeObject {
  spec: DevClusterSpec;
  status?: DevClusterStatus;
}
