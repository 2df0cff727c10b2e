import { kubectl } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';
import type { Expectation } from './invariants.ts';
import { isDeleting, isTrue, replicasOf } from './world.ts';
import type { World } from './world.ts';

/** One thing a user does to the cluster, and how to tell that it is done. */
export interface Step {
  readonly name: string;
  /** What must hold from the moment the step is taken until the next one. */
  readonly expected: Expectation;
  take(controlPlane: ControlPlane, namespace: string): Promise<void>;
  isDone(world: World): boolean;
}

const from = 'v1.36.3';
const to = 'v1.37.0';
const manifest = new URL('./cluster.yaml', import.meta.url).pathname;

/** Create, scale out and in, upgrade, lose a Machine, delete: the life of a cluster. */
export function scenario(): readonly Step[] {
  return [
    step('create', { controlPlaneReplicas: 1, workers: 2, minAvailableWorkers: 0 }, ['apply', '--server-side', '-f', manifest], settled(1, 2, from)),
    step('scale control plane to 3', { controlPlaneReplicas: 3, workers: 2, minAvailableWorkers: 2 }, merge('kubeadmcontrolplane/chaos-cp', { spec: { replicas: 3 } }), settled(3, 2, from)),
    step('scale workers to 4', { controlPlaneReplicas: 3, workers: 4, minAvailableWorkers: 2 }, merge('machinedeployment/chaos-md', { spec: { replicas: 4 } }), settled(3, 4, from)),
    step('scale workers to 2', { controlPlaneReplicas: 3, workers: 4, minAvailableWorkers: 2 }, merge('machinedeployment/chaos-md', { spec: { replicas: 2 } }), settled(3, 2, from)),
    step('upgrade control plane', { controlPlaneReplicas: 3, workers: 2, minAvailableWorkers: 2 }, merge('kubeadmcontrolplane/chaos-cp', { spec: { version: to } }), (world) => settled(3, 2)(world) && controlPlanesAt(world, to)),
    step('upgrade workers', { controlPlaneReplicas: 3, workers: 2, minAvailableWorkers: 2 }, merge('machinedeployment/chaos-md', { spec: { template: { spec: { version: to } } } }), settled(3, 2, to)),
    step('scale control plane to 1', { controlPlaneReplicas: 3, workers: 2, minAvailableWorkers: 2 }, merge('kubeadmcontrolplane/chaos-cp', { spec: { replicas: 1 } }), settled(1, 2, to)),
    step('delete workers', { controlPlaneReplicas: 1, workers: 2, minAvailableWorkers: 0 }, ['delete', 'machine', '--wait=false', '-l', 'cluster.x-k8s.io/deployment-name=chaos-md'], settled(1, 2, to)),
    step('delete the cluster', { controlPlaneReplicas: 1, workers: 2, minAvailableWorkers: 0 }, ['delete', 'cluster', '--wait=false', 'chaos'], ({ clusters, machines }) => clusters.length === 0 && machines.length === 0),
  ];
}

function step(name: string, expected: Expectation, command: readonly string[], isDone: (world: World) => boolean): Step {
  return {
    name,
    expected,
    isDone,
    async take(controlPlane, namespace) {
      await kubectl(controlPlane, ['-n', namespace, ...command]);
    },
  };
}

const merge = (resource: string, body: object): string[] => ['patch', resource, '--type=merge', '-p', JSON.stringify(body)];

/** Everything asked for is there, Ready and of that version, and the Cluster says so. */
function settled(controlPlanes: number, workers: number, version?: string): (world: World) => boolean {
  return ({ machines, clusters, controlPlanes: owners, machineDeployments }) =>
    machines.length === controlPlanes + workers &&
    machines.every((machine) => !isDeleting(machine) && isTrue(machine, 'Available') && (version === undefined || machine.spec?.['version'] === version)) &&
    clusters.every((cluster) => isTrue(cluster, 'Available')) &&
    [...owners, ...machineDeployments].every((owner) => isTrue(owner, 'Available') && owner.status?.['availableReplicas'] === replicasOf(owner) && owner.status?.['upToDateReplicas'] === replicasOf(owner)) &&
    owners.every((owner) => isTrue(owner, 'EtcdClusterHealthy'));
}

function controlPlanesAt({ machines }: World, version: string): boolean {
  return machines.filter((machine) => machine.spec?.['version'] === version).length === 3;
}
