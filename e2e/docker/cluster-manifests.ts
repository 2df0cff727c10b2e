import { readFileSync } from 'node:fs';
import type { UnstructuredObject } from '@clusterwright/api';

const infrastructure = 'infrastructure.cluster.x-k8s.io';
const podNetwork = new URL('../../tools/node-images/pod-network/pod-network.yaml', import.meta.url);

export interface ClusterShape {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly controlPlanes: number;
  readonly workers: number;
  /** The infrastructure's kinds: Dev, or the older Docker, which have no backend in between. */
  readonly family?: 'Dev' | 'Docker';
  /** What the docker backend of clusters and machines is told. */
  readonly devCluster?: object;
  readonly devMachine?: object;
  /** Merged into `spec` of the objects, by what they are. */
  readonly workerMachine?: object;
  readonly controlPlane?: object;
  /** `spec` of the workers' KubeadmConfigs. */
  readonly workerConfig?: object;
  /** Further objects that the cluster needs. */
  readonly alongside?: readonly UnstructuredObject[];
}

export const controlPlaneOf = (cluster: string): string => `${cluster}-control-plane`;
export const workersOf = (cluster: string): string => `${cluster}-workers`;

/** A whole Cluster of the Docker backend, with the pod network that a ClusterResourceSet brings. */
export function clusterManifests(shape: ClusterShape): UnstructuredObject[] {
  const { namespace, name, version, family = 'Dev' } = shape;
  const object = (apiVersion: string, kind: string, objectName: string, spec: Record<string, unknown>): UnstructuredObject => ({ apiVersion, kind, metadata: { namespace, name: objectName }, spec });
  const ref = (apiGroup: string, kind: string, objectName: string): object => ({ apiGroup, kind, name: objectName });
  const ofBackend = (spec: object = {}): Record<string, unknown> => (family === 'Dev' ? { backend: { docker: spec } } : { ...spec });
  const machineTemplate = (objectName: string): UnstructuredObject => object(`${infrastructure}/v1beta2`, `${family}MachineTemplate`, objectName, { template: { spec: ofBackend(shape.devMachine) } });
  const controlPlane = controlPlaneOf(name);
  const workers = workersOf(name);
  return [
    ...(shape.alongside ?? []),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'pod-network' }, data: { 'pod-network.yaml': readFileSync(podNetwork, 'utf8') } },
    object('addons.cluster.x-k8s.io/v1beta2', 'ClusterResourceSet', 'pod-network', { strategy: 'ApplyOnce', clusterSelector: { matchLabels: { network: 'pod-network' } }, resources: [{ kind: 'ConfigMap', name: 'pod-network' }] }),
    object(`${infrastructure}/v1beta2`, `${family}Cluster`, name, ofBackend(shape.devCluster)),
    machineTemplate(controlPlane),
    machineTemplate(workers),
    object('bootstrap.cluster.x-k8s.io/v1beta2', 'KubeadmConfigTemplate', workers, { template: { spec: { joinConfiguration: { nodeRegistration: { criSocket: 'unix:///run/containerd/containerd.sock' } }, ...shape.workerConfig } } }),
    object('controlplane.cluster.x-k8s.io/v1beta2', 'KubeadmControlPlane', controlPlane, {
      replicas: shape.controlPlanes,
      version,
      machineTemplate: { spec: { infrastructureRef: ref(infrastructure, `${family}MachineTemplate`, controlPlane), deletion: { nodeDrainTimeoutSeconds: 120 } } },
      kubeadmConfigSpec: { clusterConfiguration: { apiServer: { certSANs: ['localhost', '127.0.0.1', '0.0.0.0'] } } },
      ...shape.controlPlane,
    }),
    object('cluster.x-k8s.io/v1beta2', 'MachineDeployment', workers, {
      clusterName: name,
      replicas: shape.workers,
      selector: {},
      template: {
        spec: {
          clusterName: name,
          version,
          bootstrap: { configRef: ref('bootstrap.cluster.x-k8s.io', 'KubeadmConfigTemplate', workers) },
          infrastructureRef: ref(infrastructure, `${family}MachineTemplate`, workers),
          ...shape.workerMachine,
        },
      },
    }),
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Cluster',
      metadata: { namespace, name, labels: { network: 'pod-network' } },
      spec: {
        clusterNetwork: { services: { cidrBlocks: ['10.128.0.0/12'] }, pods: { cidrBlocks: ['192.168.0.0/16'] }, serviceDomain: 'cluster.local' },
        infrastructureRef: ref(infrastructure, `${family}Cluster`, name),
        controlPlaneRef: ref('controlplane.cluster.x-k8s.io', 'KubeadmControlPlane', controlPlane),
      },
    },
  ];
}
