import { APIEndpointSchema } from '../../../core/v1beta2/shared/api-endpoint.schema.ts';
import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { failureDomainList } from '../../../core/v1beta2/shared/failure-domain.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { LocalObjectReferenceSchema } from '../../../schema/corev1.schema.ts';
import { described, kubeObject, object, optional, unboundedString, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';
import { InfrastructureInitializationStatusSchema } from '../shared/initialization.schema.ts';

/** The load balancer container in front of the API servers. */
export const DockerLoadBalancerSchema = object({
  imageRepository: optional(unboundedString({ description: "imageRepository is the registry of the load balancer image; kind's where absent." })),
  imageTag: optional(unboundedString({ description: 'imageTag is the tag of the load balancer image.' })),
  customHAProxyConfigTemplateRef: optional(
    described(LocalObjectReferenceSchema, 'customHAProxyConfigTemplateRef names a ConfigMap whose key value is the template of the HAProxy configuration.'),
  ),
});

export interface DockerLoadBalancer extends Static<typeof DockerLoadBalancerSchema> {}

/** A cluster of containers. */
export const DockerClusterBackendSpecSchema = object({
  failureDomains: optional(failureDomainList('failureDomains lists failure domains to pretend.')),
  loadBalancer: optional(described(DockerLoadBalancerSchema, 'loadBalancer describes the load balancer.')),
});

export interface DockerClusterBackendSpec extends Static<typeof DockerClusterBackendSpecSchema> {}

/** A simulated cluster; there is nothing to choose. */
export const InMemoryClusterBackendSpecSchema = object({});

export interface InMemoryClusterBackendSpec extends Static<typeof InMemoryClusterBackendSpecSchema> {}

/** What the cluster runs on; one field is set, docker where none is. */
export const DevClusterBackendSpecSchema = object({
  docker: optional(described(DockerClusterBackendSpecSchema, 'docker runs machines as containers.')),
  inMemory: optional(described(InMemoryClusterBackendSpecSchema, 'inMemory simulates machines.')),
});

export interface DevClusterBackendSpec extends Static<typeof DevClusterBackendSpecSchema> {}

/** The infrastructure that the machines of a cluster share. */
export const DevClusterSpecSchema = object({
  controlPlaneEndpoint: optional(described(APIEndpointSchema, 'controlPlaneEndpoint is where clients reach the API server; filled by the controller.')),
  backend: described(DevClusterBackendSpecSchema, 'backend is what the cluster runs on.'),
});

export interface DevClusterSpec extends Static<typeof DevClusterSpecSchema> {}

/** What was observed of a DevCluster. */
export const DevClusterStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: Ready, LoadBalancerAvailable and Paused.')),
  initialization: optional(described(InfrastructureInitializationStatusSchema, 'initialization holds the milestones of creating the infrastructure.')),
  failureDomains: optional(failureDomainList('failureDomains lists the failure domains of the cluster.')),
  deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
});

export interface DevClusterStatus extends Static<typeof DevClusterStatusSchema> {}

export const DevClusterSchema = kubeObject(
  {
    spec: optional(described(DevClusterSpecSchema, 'spec is what the DevCluster should be.')),
    status: optional(described(DevClusterStatusSchema, 'status is what was observed of the DevCluster.')),
  },
  { description: 'DevCluster is infrastructure for development and tests: containers or simulation.' },
);

/** DevCluster is infrastructure for development and tests: containers or simulation. */
export interface DevCluster extends KubeObject {
  spec: DevClusterSpec;
  status?: DevClusterStatus;
}
