import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import { isValidEndpoint } from '@clusterwright/contract';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

/** Machines need a network and whatever else the infrastructure of the cluster is. */
export const clusterInfrastructure: Phase<ControlPlaneScope> = ({ cluster }) =>
  cluster.status?.initialization?.infrastructureProvisioned === true ? done : waitFor('WaitingForClusterInfrastructure', 'Waiting for Cluster status.infrastructureReady to be true');

/** Certificates and kubeconfig name the endpoint of the API server. */
export const controlPlaneEndpoint: Phase<ControlPlaneScope> = ({ cluster }) => {
  const { controlPlaneEndpoint: endpoint } = cluster.spec;
  return endpoint && isValidEndpoint(endpoint) ? done : waitFor('WaitingForControlPlaneEndpoint', 'Waiting for Cluster spec.controlPlaneEndpoint to be set');
};
