import { eventually } from '@clusterwright/test-env';
import { saveArtifacts } from './artifacts.ts';
import { clusterManifests, controlPlaneOf, workersOf } from './cluster-manifests.ts';
import type { ClusterShape } from './cluster-manifests.ts';
import { containersOf, networks, unusedVolumes } from './docker.ts';
import { conditionOf } from './environment.ts';
import type { KubernetesObject , Environment} from './environment.ts';

/** Machines are made one after the other, each with a boot and a kubeadm run. */
const limitMs = 15 * 60_000;

/** What belongs to a Cluster and goes with it. Rules for draining and ClusterResourceSets are nobody's: they stay. */
const ownedKinds = [
  'clusters', 'kubeadmcontrolplanes', 'machinedeployments', 'machinesets', 'machinepools', 'machines', 'kubeadmconfigs', 'kubeadmconfigtemplates', 'machinehealthchecks', 'clusterresourcesetbindings', 'secrets',
  'devclusters', 'devmachinetemplates', 'devmachinepools', 'devmachines', 'dockerclusters', 'dockermachinetemplates', 'dockermachinepools', 'dockermachines',
];

/** Made with the first container, and shared by all clusters: it belongs to the engine. */
const sharedNetwork = 'kind';

/** What an engine had before a story. */
interface Before {
  readonly volumes: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
}

/** One workload cluster of a test, and what a person asks of it. */
export class Story {
  readonly environment: Environment;
  readonly shape: ClusterShape;
  readonly #before: Before;

  private constructor(environment: Environment, shape: ClusterShape, before: Before) {
    this.environment = environment;
    this.shape = shape;
    this.#before = before;
  }

  /** Creates the Cluster; nothing is waited for. */
  static async create(environment: Environment, shape: ClusterShape): Promise<Story> {
    const before = { volumes: await unusedVolumes(environment.docker), networks: await networks(environment.docker) };
    await environment.createNamespace(shape.namespace);
    await environment.apply(clusterManifests(shape));
    return new Story(environment, shape, before);
  }

  /** Tells the story; where it fails, objects, logs and journals are saved before the error goes on. */
  async tell(story: () => Promise<void>): Promise<void> {
    try {
      await story();
    } catch (error) {
      console.error(`saved in ${await saveArtifacts(this.environment, this.shape.namespace, this.shape.name)}`);
      throw error;
    }
  }

  get controlPlane(): string {
    return controlPlaneOf(this.shape.name);
  }

  get workers(): string {
    return workersOf(this.shape.name);
  }

  get(resource: string, name: string): Promise<KubernetesObject> {
    return this.environment.get(this.shape.namespace, resource, name);
  }

  patch(resource: string, body: object): Promise<void> {
    return this.environment.patch(this.shape.namespace, resource, body);
  }

  /** Machines: of the control plane, or of the workers, oldest first. */
  async machines(of: 'control plane' | 'workers'): Promise<readonly KubernetesObject[]> {
    const label = 'cluster.x-k8s.io/control-plane';
    const machines = await this.environment.list(this.shape.namespace, 'machines', of === 'control plane' ? label : `!${label}`);
    return machines.toSorted((a, b) => String(a.metadata.creationTimestamp).localeCompare(String(b.metadata.creationTimestamp)));
  }

  workload(): Promise<(...args: readonly string[]) => Promise<string>> {
    return this.environment.workload(this.shape.namespace, this.shape.name);
  }

  /**
   * Resolves, with the whole message, when an object says it on a condition. `what` is `machine/name`, or `machines` for the only one of a kind;
   * `verdict` is type, status and reason of the condition: `Deleting True DrainingNode`. Errors: with what it says instead.
   */
  async says(what: string, verdict: string, text = ''): Promise<string> {
    const [kind = '', name] = what.split('/');
    const [type = ''] = verdict.split(' ');
    return eventually(
      async () => {
        const object = name === undefined ? (await this.environment.list(this.shape.namespace, kind))[0] : await this.get(kind, name);
        const { status, reason, message = '' } = (object && conditionOf(object, type)) ?? {};
        expect(`${type} ${String(status)} ${String(reason)}: ${message}`).toContain(`${verdict}: `);
        expect(message).toContain(text);
        return message;
      },
      { timeoutMs: 300_000, intervalMs: 500 },
    );
  }

  /** Resolves when exactly these Machines exist, all of one version, each with its Node and no Node besides, and everything says it is Available. Errors: with what is missing. */
  async settled(want: { controlPlanes: number; workers: number; version?: string }, timeoutMs = limitMs): Promise<void> {
    await eventually(() => this.#check(want), { timeoutMs, intervalMs: 1000 });
  }

  /** Resolves when the control plane has exactly these Machines, all of the version and Available. */
  async controlPlaneAt(version: string, replicas: number, timeoutMs = 2 * limitMs): Promise<void> {
    await eventually(
      async () => {
        const machines = await this.machines('control plane');
        expect(machines.map((machine) => [machine.metadata.name, machine.spec?.['version'], conditionOf(machine, 'Available')?.status])).toEqual(machines.map(({ metadata }) => [metadata.name, version, 'True']));
        expect(machines).toHaveLength(replicas);
      },
      { timeoutMs, intervalMs: 1000 },
    );
  }

  async #check({ controlPlanes, workers, version = this.shape.version }: { controlPlanes: number; workers: number; version?: string }): Promise<void> {
    const machines = [...(await this.machines('control plane')), ...(await this.machines('workers'))];
    const summary = machines.map((machine) => `${machine.metadata.name} ${String(machine.spec?.['version'])} ${machine.metadata.deletionTimestamp ? 'deleting ' : ''}${describe(machine)}`).join('\n');
    const counts = { controlPlanes: (await this.machines('control plane')).length, workers: (await this.machines('workers')).length };
    expect({ ...counts, summary }).toEqual({ controlPlanes, workers, summary });
    for (const machine of machines) expect([summary, machine.metadata.deletionTimestamp, conditionOf(machine, 'Available')?.status, machine.spec?.['version']]).toEqual([summary, undefined, 'True', version]);
    const cluster = await this.get('cluster', this.shape.name);
    expect(`${String(conditionOf(cluster, 'Available')?.status)} ${String(conditionOf(cluster, 'Available')?.message)}`).toBe('True ');
    const controlPlane = await this.get('kubeadmcontrolplane', this.controlPlane);
    for (const type of ['Available', 'EtcdClusterHealthy', 'ControlPlaneComponentsHealthy', 'MachinesUpToDate']) expect([type, conditionOf(controlPlane, type)?.status, conditionOf(controlPlane, type)?.message]).toEqual([type, 'True', '']);
    const nodes = await (await this.workload())('get', 'nodes', '-o', 'jsonpath={.items[*].metadata.name}');
    expect(nodes.split(' ').toSorted()).toEqual(machines.map(({ status }) => (status?.['nodeRef'] as { name: string } | undefined)?.name).toSorted());
  }

  /** Deletes the Cluster, and shows that nothing it owned is left: no object, container, volume or network. */
  async deleteAll(): Promise<void> {
    const { environment, shape } = this;
    await environment.kubectl('-n', shape.namespace, 'delete', 'cluster', shape.name, '--wait=false');
    await eventually(
      async () => {
        for (const kind of ownedKinds) {
          expect({ kind, left: (await environment.list(shape.namespace, kind)).map(({ metadata }) => metadata.name) }).toEqual({ kind, left: [] });
        }
        expect(await containersOf(shape.name, environment.docker)).toEqual([]);
        expect([...(await unusedVolumes(environment.docker))].filter((volume) => !this.#before.volumes.has(volume))).toEqual([]);
        expect([...(await networks(environment.docker))].filter((network) => !this.#before.networks.has(network) && network !== sharedNetwork)).toEqual([]);
      },
      { timeoutMs: limitMs, intervalMs: 1000 },
    );
  }
}

function describe(machine: KubernetesObject): string {
  return ['Available', 'Ready', 'Deleting'].flatMap((type) => { const found = conditionOf(machine, type); return found ? [`${type}=${found.status} ${found.reason}: ${found.message ?? ''}`] : []; }).join('; ');
}
