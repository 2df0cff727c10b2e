import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import { DevClusters, DevMachines, DockerClusters, DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import type { Node } from '@clusterwright/api/kubernetes';
import type { Client, Reconciler } from '@clusterwright/controller-runtime';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import type { PassEnd } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { fakeClient, fakeClock, fakeContext } from '@clusterwright/test-env';
import { createBackgroundTasks } from './background-tasks.ts';
import { createContainerChanges } from './containers/container-changes.ts';
import { devClusterKind, dockerClusterKind } from './controllers/dockercluster/docker-cluster-kind.ts';
import { dockerClusterReconciler } from './controllers/dockercluster/dockercluster.reconciler.ts';
import type { DockerClusterDeps } from './controllers/dockercluster/dockercluster.scope.ts';
import { devMachineKind, dockerMachineKind } from './controllers/dockermachine/docker-machine-kind.ts';
import { dockerMachineReconciler } from './controllers/dockermachine/dockermachine.reconciler.ts';
import type { DockerMachineDeps } from './controllers/dockermachine/dockermachine.scope.ts';
import { LoadBalancers } from './load-balancer/load-balancers.ts';
import { FakeContainerEngine } from './ports/container-engine.fake.ts';
import type { ContainerEngine } from './ports/container-engine.ts';
import { FakeMachineBootstrap } from './ports/machine-bootstrap.fake.ts';
import { createRetryDelays } from './retry-delays.ts';

/** The two families of kinds that share one implementation. */
export const families = {
  Dev: { cluster: DevClusters as Resource, machine: DevMachines as Resource },
  Docker: { cluster: DockerClusters as Resource, machine: DockerMachines as Resource },
} as const;
export type Family = keyof typeof families;

const label = { 'cluster.x-k8s.io/cluster-name': 'k' };
const infrastructure = 'infrastructure.cluster.x-k8s.io';
const clusterKey = { namespace: 'ns', name: 'k' };

/** What a process is about to do when it is killed: every call to the outside counts. */
class Killed extends Error {}

/**
 * One cluster of containers: the real driver, reconcilers, plans and acts on a fake engine, a fake management cluster and a fake workload cluster.
 * A process can be killed at any call to the engine; the next pass is made by a new one, which remembers nothing.
 */
export class DockerWorld {
  readonly clock = fakeClock();
  readonly engine: FakeContainerEngine;
  readonly bootstrap: FakeMachineBootstrap;
  readonly client = fakeClient({ now: () => this.clock.now() });
  readonly workload = fakeClient();
  readonly connections = new FakeWorkloadClusters();
  readonly family: Family;
  /** The process dies after this many calls to the engine from now; undefined where it lives on. */
  killAfter: number | undefined;
  #isDead = false;
  #reconcilers: { cluster: Reconciler<UnstructuredObject, never>; machine: Reconciler<UnstructuredObject, never> } | undefined;

  constructor(family: Family = 'Dev', engine = new FakeContainerEngine()) {
    this.family = family;
    this.engine = engine;
    this.bootstrap = new FakeMachineBootstrap(engine);
  }

  /** A Cluster with its infrastructure object, and Machines with their containers' objects; `cp…` are control planes. */
  create(names: readonly string[], spec: { cluster?: object; machine?: object } = {}): this {
    const { cluster } = families[this.family];
    this.client.put({
      apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { ...clusterKey, uid: 'uid-c', labels: label },
      spec: { infrastructureRef: { apiGroup: infrastructure, kind: cluster.kind, name: 'ic' }, controlPlaneRef: { apiGroup: 'controlplane.cluster.x-k8s.io', kind: 'KubeadmControlPlane', name: 'kcp' } },
    } as Cluster);
    this.client.put(this.#object(cluster, 'ic', { kind: 'Cluster', name: 'k', uid: 'uid-c' }, { docker: spec.cluster ?? {} }));
    for (const name of names) this.addMachine(name, spec.machine);
    this.client.put({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'ns', name: 'data', labels: label }, data: { value: Buffer.from('#cloud-config\n').toString('base64') } } as KubeObject);
    return this;
  }

  addMachine(name: string, spec: object = {}): this {
    const labels = { ...label, ...(name.startsWith('cp') ? { 'cluster.x-k8s.io/control-plane': '' } : {}) };
    this.client.put({
      apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { namespace: 'ns', name, uid: `uid-${name}`, labels },
      spec: { clusterName: 'k', version: 'v1.36.3', bootstrap: { dataSecretName: 'data' }, infrastructureRef: { apiGroup: infrastructure, kind: families[this.family].machine.kind, name } },
    } as Machine);
    this.client.put(this.#object(families[this.family].machine, name, { kind: 'Machine', name, uid: `uid-${name}` }, { docker: spec, labels }));
    return this;
  }

  /** The spec of the docker backend, where the family keeps it. */
  #object(resource: Resource, name: string, owner: { kind: string; name: string; uid: string }, { docker, labels = label }: { docker: object; labels?: object }): KubeObject {
    return {
      apiVersion: `${infrastructure}/v1beta2`, kind: resource.kind,
      metadata: { namespace: 'ns', name, uid: `uid-${resource.kind}-${name}`, labels, ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', controller: true, ...owner }] },
      spec: this.family === 'Dev' ? { backend: { docker } } : docker,
    } as KubeObject;
  }

  restart(): void {
    this.#reconcilers = undefined;
    this.#isDead = false;
  }

  async pass(which: 'cluster' | 'machine', name: string): Promise<PassEnd> {
    const reconcilers = (this.#reconcilers ??= this.#newProcess());
    const resource = families[this.family][which] as Resource<UnstructuredObject>;
    const driver = { client: this.#mortal<Client>(this.client), resource, reconciler: reconcilers[which], statusPace: unpaced };
    const end = await reconcileOnce(driver, { namespace: 'ns', name }, fakeContext({ clock: this.clock }));
    // What was started in the background goes on meanwhile.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    if (this.#isDead) this.restart();
    return end;
  }

  #newProcess() {
    const engine = this.#mortal<ContainerEngine>(this.engine, () => this.#countdown());
    const client = this.#mortal<Client>(this.client);
    const { signal } = new AbortController();
    const own = () => ({ tasks: createBackgroundTasks({ clock: this.clock, signal }), delays: createRetryDelays() });
    const { log } = fakeContext();
    const shared = { client, engine, loadBalancers: new LoadBalancers({ engine, network: 'kind' }), changes: createContainerChanges({ engine, log, signal }) };
    const cluster: DockerClusterDeps = { ...shared, ...own() };
    const bootstrap = this.#mortal(this.bootstrap, () => this.#countdown());
    const machine: DockerMachineDeps = { ...shared, ...own(), network: 'kind', bootstrap, workloadClusters: this.connections };
    const reconcilers = this.family === 'Dev'
      ? { cluster: dockerClusterReconciler(devClusterKind, cluster), machine: dockerMachineReconciler(devMachineKind, machine) }
      : { cluster: dockerClusterReconciler(dockerClusterKind, cluster), machine: dockerMachineReconciler(dockerMachineKind, machine) };
    return reconcilers as never;
  }

  /** The last call before a kill still takes effect; nobody hears of it. */
  #countdown(): void {
    if (this.killAfter === undefined) return;
    this.killAfter -= 1;
    if (this.killAfter > 0) return;
    this.killAfter = undefined;
    this.#isDead = true;
    throw new Killed('killed');
  }

  #mortal<T extends object>(target: T, afterwards: () => void = () => undefined): T {
    const isDead = (): boolean => this.#isDead;
    return new Proxy(target, {
      get(object, property) {
        const value: unknown = Reflect.get(object, property, object);
        // The stream of events has no answer that could be lost.
        if (typeof value !== 'function' || property === 'watch') return typeof value === 'function' ? value.bind(object) : value;
        return async (...parameters: unknown[]) => {
          if (isDead()) throw new Killed('killed');
          const result: unknown = await Reflect.apply(value, object, parameters);
          afterwards();
          return result;
        };
      },
    });
  }

  get machineNames(): string[] {
    return this.client.objects(families[this.family].machine).map(({ metadata }) => metadata.name);
  }

  /** Lets everybody work until nothing changes any more, playing core, the control plane, kubeadm and kubelets. */
  async converge(rounds = 12, isDone: () => boolean = () => false): Promise<this> {
    for (let round = 0; round < rounds && !isDone(); round += 1) {
      if (this.find(families[this.family].cluster, 'ic')) await this.pass('cluster', 'ic');
      for (const name of this.machineNames) await this.pass('machine', name);
      await this.#playOthers();
      this.clock.advance(31_000);
    }
    return this;
  }

  async #playOthers(): Promise<void> {
    const infra = this.find(families[this.family].cluster, 'ic');
    const initialization = { infrastructureProvisioned: infra?.status?.initialization?.provisioned === true, controlPlaneInitialized: this.workload.objects(Nodes).length > 0 };
    const cluster = await this.client.get(Clusters, clusterKey);
    if (cluster) this.client.put({ ...cluster, status: { ...cluster.status, initialization } } as Cluster);
    for (const { name, state } of this.engine.containers.values()) {
      if (state !== 'running' || name.endsWith('-lb') || (await this.bootstrap.read(name)).state !== 'running') continue;
      await this.bootstrap.set(name, { state: 'done' });
      this.workload.put({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: `uid-${name}` }, spec: {} } as Node);
    }
    if (initialization.controlPlaneInitialized) this.connections.connect(clusterKey, this.workload.live, this.workload.objects(Nodes));
  }

  find(resource: Resource, name: string): ObservedObject | undefined {
    return this.client.objects(resource).find(({ metadata }) => metadata.name === name);
  }

  machine(name: string): ObservedObject {
    const found = this.find(families[this.family].machine, name);
    if (!found) throw new Error(`no machine ${name}`);
    return found;
  }

  /** `Type Status Reason message` of each condition. */
  conditions(object: ObservedObject | undefined): string[] {
    return (object?.status?.conditions ?? []).map(({ type, status, reason, message }) => [type, status, reason, message].filter(Boolean).join(' '));
  }

  /** Asks for deletion, as users or garbage collection do. */
  async delete(resource: Resource, name: string): Promise<void> {
    await this.client.delete(resource, { namespace: 'ns', name });
  }

  async deleteAll(): Promise<void> {
    for (const name of this.machineNames) await this.delete(families[this.family].machine, name);
    for (let turn = 0; turn < 4; turn += 1) {
      for (const name of this.machineNames) await this.pass('machine', name);
      this.clock.advance(31_000);
    }
    await this.delete(families[this.family].cluster, 'ic');
    for (let turn = 0; turn < 4; turn += 1) {
      await this.pass('cluster', 'ic');
      this.clock.advance(31_000);
    }
  }

  /** Everything of ours in the management cluster that should be gone in the end. */
  get left(): string[] {
    const { cluster, machine } = families[this.family];
    return [...this.client.objects(cluster), ...this.client.objects(machine)].map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  }
}

/** Objects of both families, as far as tests look at them. */
export interface ObservedObject extends KubeObject {
  readonly spec?: { readonly providerID?: string; readonly controlPlaneEndpoint?: { readonly host?: string; readonly port?: number } };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message?: string }[];
    readonly initialization?: { readonly provisioned?: boolean };
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly failureDomain?: string;
    readonly failureDomains?: readonly object[];
    readonly deprecated?: { readonly v1beta1?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[] } };
  };
}

