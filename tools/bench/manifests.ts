import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';

export interface BenchShape {
  readonly controlPlanes: number;
  readonly workers: number;
  /** Simulated times, as in the reference measurement: VM 10 s, then 2 s each for etcd, API server and Node. */
  readonly vmSeconds: number;
  readonly partSeconds: number;
}

const resource = (group: string, kind: string, plural: string): Resource => ({ group, version: 'v1beta2', kind, plural, namespaced: true });
const core = 'cluster.x-k8s.io';
export const clusters = resource(core, 'Cluster', 'clusters');
const deployments = resource(core, 'MachineDeployment', 'machinedeployments');
const devClusters = resource(`infrastructure.${core}`, 'DevCluster', 'devclusters');
const devTemplates = resource(`infrastructure.${core}`, 'DevMachineTemplate', 'devmachinetemplates');
const configTemplates = resource(`bootstrap.${core}`, 'KubeadmConfigTemplate', 'kubeadmconfigtemplates');
const controlPlanes = resource(`controlplane.${core}`, 'KubeadmControlPlane', 'kubeadmcontrolplanes');

export interface Manifest {
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** The objects of one cluster: plain objects, no ClusterClass. */
export function clusterManifests(namespace: string, name: string, shape: BenchShape): Manifest[] {
  const make = (kind: Resource, suffix: string, spec: object): Manifest => {
    const object: UnstructuredObject = { apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind, metadata: { namespace, name: `${name}${suffix}`, labels: { 'cluster.x-k8s.io/cluster-name': name } }, spec: { ...spec } };
    return { resource: kind, object };
  };
  const ref = (kind: Resource, suffix: string): object => ({ apiGroup: kind.group, kind: kind.kind, name: `${name}${suffix}` });
  const part = (seconds: number): object => ({ provisioning: { startupDuration: `${String(seconds)}s`, startupJitter: '0' } });
  const machine = { template: { spec: { backend: { inMemory: { vm: part(shape.vmSeconds), node: part(shape.partSeconds), apiServer: part(shape.partSeconds), etcd: part(shape.partSeconds) } } } } };
  return [
    make(devClusters, '', { backend: { inMemory: {} } }),
    make(devTemplates, '-cp', machine),
    make(devTemplates, '-md', machine),
    make(configTemplates, '-md', { template: { spec: { joinConfiguration: { nodeRegistration: { criSocket: 'unix:///var/run/containerd/containerd.sock' } } } } }),
    make(controlPlanes, '-cp', {
      replicas: shape.controlPlanes,
      version: 'v1.36.3',
      machineTemplate: { spec: { infrastructureRef: ref(devTemplates, '-cp') } },
      kubeadmConfigSpec: { clusterConfiguration: { apiServer: { certSANs: ['localhost', '127.0.0.1'] } } },
    }),
    make(clusters, '', {
      clusterNetwork: { services: { cidrBlocks: ['10.128.0.0/12'] }, pods: { cidrBlocks: ['192.168.0.0/16'] }, serviceDomain: 'cluster.local' },
      infrastructureRef: ref(devClusters, ''),
      controlPlaneRef: ref(controlPlanes, '-cp'),
    }),
    make(deployments, '-md', {
      clusterName: name,
      replicas: shape.workers,
      selector: {},
      template: { spec: { clusterName: name, version: 'v1.36.3', bootstrap: { configRef: ref(configTemplates, '-md') }, infrastructureRef: ref(devTemplates, '-md') } },
    }),
  ];
}
