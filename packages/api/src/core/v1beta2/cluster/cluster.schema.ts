import type { KubeObject } from '../../../resource.ts';
import { boolean, described, int32, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { APIEndpointSchema } from '../shared/api-endpoint.schema.ts';
import { conditionGateList } from '../shared/condition-gate.schema.ts';
import { ContractVersionedObjectReferenceSchema } from '../shared/references.schema.ts';
import { type ClusterStatus, ClusterStatusSchema } from './cluster-status.schema.ts';
import { ClusterTopologySchema } from './topology.schema.ts';

/** Address ranges of one purpose, in CIDR notation. */
export const NetworkRangesSchema = object({
  cidrBlocks: listAtomic(string({ minLength: 1, maxLength: 43 }), {
    minItems: 1,
    maxItems: 100,
    description: 'cidrBlocks lists the ranges; two of them, one per IP family, make the cluster dual stack.',
  }),
});

export interface NetworkRanges extends Static<typeof NetworkRangesSchema> {}

/** The network inside the workload cluster. */
export const ClusterNetworkSchema = object(
  {
    apiServerPort: optional(
      int32({
        minimum: 1,
        maximum: 65535,
        description: 'apiServerPort is the port on which the API servers listen; providers choose 6443 where it is absent.',
      }),
    ),
    services: optional(described(NetworkRangesSchema, 'services are the ranges from which Services get their addresses.')),
    pods: optional(described(NetworkRangesSchema, 'pods are the ranges from which Pods get their addresses.')),
    serviceDomain: optional(
      string({ minLength: 1, maxLength: 253, description: 'serviceDomain is the DNS domain of Services; kubeadm uses cluster.local where it is absent.' }),
    ),
  },
  { minProperties: 1 },
);

export interface ClusterNetwork extends Static<typeof ClusterNetworkSchema> {}

/** The cluster that is asked for. */
export const ClusterSpecSchema = object(
  {
    paused: optional(boolean({ description: 'paused stops reconciliation of the Cluster and of everything that belongs to it.' })),
    clusterNetwork: optional(described(ClusterNetworkSchema, 'clusterNetwork describes the network inside the workload cluster.')),
    controlPlaneEndpoint: optional(
      described(
        APIEndpointSchema,
        'controlPlaneEndpoint is where clients reach the API server; set by the user, or copied from the InfraCluster or control plane.',
      ),
    ),
    controlPlaneRef: optional(
      described(ContractVersionedObjectReferenceSchema, 'controlPlaneRef names the object of a control plane provider that runs the control plane.'),
    ),
    infrastructureRef: optional(
      described(ContractVersionedObjectReferenceSchema, 'infrastructureRef names the object of an infrastructure provider that holds what the machines share.'),
    ),
    topology: optional(
      described(ClusterTopologySchema, 'topology describes the cluster by a ClusterClass; the objects behind it are then managed by the topology controller.'),
    ),
    availabilityGates: optional(
      conditionGateList('availabilityGates names further conditions of the Cluster that its Available condition takes into account.'),
    ),
  },
  { minProperties: 1 },
);

export interface ClusterSpec extends Static<typeof ClusterSpecSchema> {}

export const ClusterSchema = kubeObject(
  {
    spec: described(ClusterSpecSchema, 'spec is the cluster that is asked for.'),
    status: optional(described(ClusterStatusSchema, 'status is what was observed of the cluster.')),
  },
  { description: 'Cluster is a Kubernetes cluster whose life is managed from here: the root that all its other objects belong to.' },
);

/** Cluster is a Kubernetes cluster whose life is managed from here: the root that all its other objects belong to. */
export interface Cluster extends KubeObject {
  spec: ClusterSpec;
  status?: ClusterStatus;
}
