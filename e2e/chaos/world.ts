import type { Condition, KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import { setTimeout as sleep } from 'node:timers/promises';

const group = 'cluster.x-k8s.io';
const kind = (prefix: string, name: string, plural: string): Resource => ({ group: `${prefix}${group}`, version: 'v1beta2', kind: name, plural, namespaced: true });

/** The kinds that a cluster consists of. */
export const kinds = {
  clusters: kind('', 'Cluster', 'clusters'),
  machines: kind('', 'Machine', 'machines'),
  machineSets: kind('', 'MachineSet', 'machinesets'),
  machineDeployments: kind('', 'MachineDeployment', 'machinedeployments'),
  controlPlanes: kind('controlplane.', 'KubeadmControlPlane', 'kubeadmcontrolplanes'),
  bootstrapConfigs: kind('bootstrap.', 'KubeadmConfig', 'kubeadmconfigs'),
  infraClusters: kind('infrastructure.', 'DevCluster', 'devclusters'),
  infraMachines: kind('infrastructure.', 'DevMachine', 'devmachines'),
  secrets: { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true },
} satisfies Record<string, Resource>;

/** All objects of a namespace as they are at one moment. */
export interface World {
  readonly machines: readonly UnstructuredObject[];
  readonly infraMachines: readonly UnstructuredObject[];
  readonly bootstrapConfigs: readonly UnstructuredObject[];
  readonly machineDeployments: readonly UnstructuredObject[];
  readonly controlPlanes: readonly UnstructuredObject[];
  readonly clusters: readonly UnstructuredObject[];
  readonly others: readonly UnstructuredObject[];
}

export function isTrue({ status }: UnstructuredObject, type: string): boolean {
  return ((status?.['conditions'] ?? []) as readonly Condition[]).some((condition) => condition.type === type && condition.status === 'True');
}

export const isDeleting = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined;
export const isControlPlane = ({ metadata }: KubeObject): boolean => metadata.labels?.[`${group}/control-plane`] !== undefined;
export const replicasOf = ({ spec }: UnstructuredObject): number => Number(spec?.['replicas'] ?? 1);

/** Follows a namespace with one watch per kind, calls back after each event, and starts watches again when they break. */
export class WorldWatch {
  readonly #objects = new Map<string, Map<string, UnstructuredObject>>();
  readonly #abort = new AbortController();
  readonly #onChange: (world: World) => void;
  /** Increases with each event. */
  changes = 0;

  constructor(client: KubeClient, namespace: string, onChange: (world: World) => void) {
    this.#onChange = onChange;
    for (const resource of Object.values(kinds)) void this.#follow(client, namespace, resource);
  }

  stop(): void {
    this.#abort.abort();
  }

  get world(): World {
    const of = (resource: Resource): UnstructuredObject[] => [...(this.#objects.get(resource.kind)?.values() ?? [])];
    const { machines, infraMachines, bootstrapConfigs, machineDeployments, controlPlanes, clusters, machineSets, infraClusters, secrets } = kinds;
    return {
      machines: of(machines),
      infraMachines: of(infraMachines),
      bootstrapConfigs: of(bootstrapConfigs),
      machineDeployments: of(machineDeployments),
      controlPlanes: of(controlPlanes),
      clusters: of(clusters),
      others: [...of(machineSets), ...of(infraClusters), ...of(secrets)],
    };
  }

  async #follow(client: KubeClient, namespace: string, resource: Resource): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await this.#watchOnce(client, namespace, resource).catch((error: unknown) => {
        // The API server is restarted on purpose; anything else would come again and again and be seen.
        if (!signal.aborted && process.env['DEBUG']) console.error(`watch of ${resource.plural}: ${toError(error).message}`);
      });
      await sleep(100);
    }
  }

  async #watchOnce(client: KubeClient, namespace: string, resource: Resource): Promise<void> {
    const fresh = new Map<string, UnstructuredObject>();
    for await (const event of client.watch(resource, { namespace, sendInitialEvents: true, allowWatchBookmarks: true, timeoutSeconds: 3600, signal: this.#abort.signal })) {
      if (event.type === 'BOOKMARK') {
        // The list is complete: from now on it is the truth, and what was known before is forgotten.
        if (event.initialEventsEnd) this.#objects.set(resource.kind, fresh);
        continue;
      }
      const object = event.object as UnstructuredObject;
      if (event.type === 'DELETED') fresh.delete(object.metadata.name);
      else fresh.set(object.metadata.name, object);
      if (this.#objects.get(resource.kind) === fresh) this.#notify();
    }
  }

  #notify(): void {
    this.changes += 1;
    this.#onChange(this.world);
  }
}
