import { APIEndpointSchema } from '../../../core/v1beta2/shared/api-endpoint.schema.ts';
import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { failureDomainList } from '../../../core/v1beta2/shared/failure-domain.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';
import { DockerClusterBackendSpecSchema } from '../dev-cluster/dev-cluster.schema.ts';
import { InfrastructureInitializationStatusSchema } from '../shared/initialization.schema.ts';

/** The infrastructure that the containers of a cluster share. */
export const DockerClusterSpecSchema = object({
  controlPlaneEndpoint: optional(described(APIEndpointSchema, 'controlPlaneEndpoint is where clients reach the API server; filled by the controller.')),
  ...DockerClusterBackendSpecSchema.properties,
});

export interface DockerClusterSpec extends Static<typeof DockerClusterSpecSchema> {}

/** What was observed of a DockerCluster. */
export const DockerClusterStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: Ready, LoadBalancerAvailable and Paused.')),
  initialization: optional(described(InfrastructureInitializationStatusSchema, 'initialization holds the milestones of creating the infrastructure.')),
  failureDomains: optional(failureDomainList('failureDomains lists the failure domains of the cluster.')),
  deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
});

export interface DockerClusterStatus extends Static<typeof DockerClusterStatusSchema> {}

export const DockerClusterSchema = kubeObject(
  {
    spec: optional(described(DockerClusterSpecSchema, 'spec is what the DockerCluster should be.')),
    status: optional(described(DockerClusterStatusSchema, 'status is what was observed of the DockerCluster.')),
  },
  { description: 'DockerCluster is the older name of a DevCluster with the docker backend.' },
);

/** DockerCluster is the older name of a DevCluster with the docker backend. */
export interface DockerCluster extends KubeObject {
  spec?: DockerClusterSpec;
  status?: DockerClusterStatus;
}
