import type { Resource, UnstructuredObject, KubeObject } from '@clusterwright/api';
import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import { DevClusters, DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { Nodes, Pods, Secrets } from '@clusterwright/api/kubernetes';
import { createManager } from '@clusterwright/controller-runtime';
import { createLog } from '@clusterwright/controller-runtime/service/pino-log';
import { createKubeClient, ignoreNotFound } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import type { SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import { buildKubeconfig } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { createTestNamespace, testControlPlane } from '@clusterwright/test-env';
import { aClusterPki, send } from './adapters/inmemory/simulated-clusters.fixtures.ts';
import type { ClusterPki } from './adapters/inmemory/simulated-clusters.fixtures.ts';
import { InMemoryClusters } from './adapters/inmemory/simulated-clusters.ts';
import { FakeContainerEngine } from './ports/container-engine.fake.ts';
import { FakeMachineBootstrap } from './ports/machine-bootstrap.fake.ts';
import { addControllers, declareCaches } from './setup.ts';

/** Away from the range of services that run on the same machine. */
const ports = { first: 31_000, last: 32_500 };
const concurrency = {
  'devcluster-concurrency': 4, 'devmachine-concurrency': 4, 'devmachinetemplate-concurrency': 1, 'devmachinepool-concurrency': 1,
  'dockercluster-concurrency': 1, 'dockermachine-concurrency': 1, 'dockermachinetemplate-concurrency': 1, 'dockermachinepool-concurrency': 1,
};
const label = { 'cluster.x-k8s.io/cluster-name': 'c' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** One run of the service: its own caches and its own simulation. */
export interface ServiceRun {
  readonly clusters: InMemoryClusters;
  /** Writes to the management cluster, as `verb Kind/name`. */
  readonly writes: string[];
  readonly stop: () => Promise<void>;
}

/** infra-docker on a real API server, in a namespace of its own. */
export class InfraDockerWorld {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly pki: ClusterPki;
  readonly #kubeconfig: string;
  /** Outlives the service, as containers do. */
  readonly engine = new FakeContainerEngine();
  readonly bootstrap = new FakeMachineBootstrap(this.engine);
  run: ServiceRun | undefined;

  constructor(client: KubeClient, kubeconfig: string, namespace: string, pki: ClusterPki) {
    this.client = client;
    this.#kubeconfig = kubeconfig;
    this.namespace = namespace;
    this.pki = pki;
  }

  static async create(): Promise<InfraDockerWorld> {
    const controlPlane = await testControlPlane();
    const { kubeconfig } = controlPlane;
    const namespace = await createTestNamespace(controlPlane, 'infra');
    return new InfraDockerWorld(createKubeClient({ ...loadConnection(kubeconfig), fieldManager: 'kubectl' }), kubeconfig, namespace, await aClusterPki());
  }

  async start(host = '127.0.0.1'): Promise<ServiceRun> {
    const stop = new AbortController();
    const writes: string[] = [];
    const live = recording(createKubeClient(loadConnection(this.#kubeconfig)), writes);
    const log = createLog({ write: (line: string) => void (process.env['DEBUG_LOG'] && process.stderr.write(line)) });
    const manager = createManager({ live, log, component: 'capd-controller-manager', signal: stop.signal, namespace: this.namespace });
    const clusters = new InMemoryClusters({ host, bindAddress: host, ports });
    declareCaches(manager);
    const { engine, bootstrap } = this;
    addControllers(manager, { clusters, docker: { engine, network: 'kind', bootstrap, workloadClusters: new FakeWorkloadClusters() } }, concurrency);
    await manager.synced();
    const leading = manager.lead(stop.signal);
    const stopAll = async (): Promise<void> => {
      stop.abort();
      await leading;
      await clusters.close();
      await live.close();
    };
    this.run = { clusters, writes, stop: stopAll };
    return this.run;
  }

  async close(): Promise<void> {
    await this.run?.stop();
    await this.client.close();
  }

  get simulation() {
    return this.run?.clusters.getCluster(`${this.namespace}/c`);
  }

  find<T extends KubeObject>(resource: Resource<T>, name: string): Promise<T | undefined> {
    return ignoreNotFound(this.client.get(resource, { namespace: this.namespace, name }));
  }

  merge<T extends KubeObject>(resource: Resource<T>, name: string, body: object, subresource?: string): Promise<T> {
    return this.client.patch(resource, { namespace: this.namespace, name }, { type: 'merge', body }, subresource === undefined ? {} : { subresource });
  }

  async delete(resource: Resource, name: string): Promise<void> {
    await this.client.delete(resource, { namespace: this.namespace, name });
  }

  /** Cluster `c` and DevCluster `dc`, with authorities; the Cluster's infrastructure counts as provisioned. */
  async createCluster(backend: object = { inMemory: {} }): Promise<void> {
    const { client, namespace, pki } = this;
    const infrastructureRef = { apiGroup: DevClusters.group, kind: DevClusters.kind, name: 'dc' };
    const cluster = await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace }, spec: { infrastructureRef } });
    await this.merge(Clusters, 'c', { status: { initialization: { infrastructureProvisioned: true } } }, 'status');
    await this.createAuthority('ca', pki.ca);
    await this.createAuthority('etcd', pki.etcdCa);
    await client.create(unstructured(DevClusters), {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevCluster',
      metadata: { name: 'dc', namespace, labels: label, ownerReferences: [ownerOf(cluster)] }, spec: { backend },
    });
  }

  async createAuthority(purpose: string, { cert, key }: SigningPair): Promise<void> {
    const metadata = { name: `c-${purpose}`, namespace: this.namespace, labels: label };
    await this.client.create(Secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data: { 'tls.crt': base64(cert), 'tls.key': base64(key) } });
  }

  async createKubeconfig(server: string): Promise<void> {
    const value = base64(await buildKubeconfig({ clusterName: 'c', server, authority: this.pki.ca, now: new Date() }));
    await this.client.create(Secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c-kubeconfig', namespace: this.namespace, labels: label }, data: { value } });
  }

  /** The Secret that every Machine names. */
  async createBootstrapData(): Promise<void> {
    await this.client.create(Secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'data', namespace: this.namespace, labels: label }, data: { value: base64('#cloud-config') } });
  }

  /** A Machine with bootstrap data, and its DevMachine. */
  async createMachine(name: string, { isControlPlane = false, backend = { inMemory: {} } }: { isControlPlane?: boolean; backend?: object } = {}): Promise<void> {
    const { client, namespace } = this;
    const labels = { ...label, ...(isControlPlane && { 'cluster.x-k8s.io/control-plane': '' }) };
    const machine = await client.create(Machines, {
      apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name, namespace, labels },
      spec: { clusterName: 'c', version: 'v1.36.3', bootstrap: { dataSecretName: 'data' }, infrastructureRef: { apiGroup: DevMachines.group, kind: DevMachines.kind, name } },
    });
    await client.create(unstructured(DevMachines), {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachine', metadata: { name, namespace, labels, ownerReferences: [ownerOf(machine)] }, spec: { backend },
    });
  }

  /** What a client of the workload cluster sees: its nodes, and who is in etcd. */
  async workload(): Promise<{ nodes: string[]; etcd: { node: string; memberId: string; clusterId: string }[]; leaders: number }> {
    const endpoint = (await this.find(DevClusters, 'dc'))?.spec.controlPlaneEndpoint;
    const list = async (path: string): Promise<KubeObject[]> => {
      const { body } = await send({ host: endpoint?.host ?? '', port: endpoint?.port ?? 0 }, this.pki.ca, path, { client: this.pki.admin });
      return body['items'] as KubeObject[];
    };
    const prefix = 'etcd.inmemory.infrastructure.cluster.x-k8s.io';
    const members = await list('/api/v1/namespaces/kube-system/pods?labelSelector=component%3Detcd');
    return {
      nodes: (await list('/api/v1/nodes')).map(({ metadata }) => metadata.name).sort(),
      etcd: members.map(({ metadata: { name, annotations } }) => ({ node: name, memberId: annotations?.[`${prefix}/member-id`] ?? '', clusterId: annotations?.[`${prefix}/cluster-id`] ?? '' })),
      leaders: members.filter(({ metadata }) => metadata.annotations?.[`${prefix}/leader-from`] !== undefined).length,
    };
  }

  /** Nodes and Pods of the simulation, seen from inside. */
  contents(): string[] {
    const { simulation } = this;
    return simulation ? [...simulation.objects.list(Nodes), ...simulation.objects.list(Pods)].map(({ metadata }) => metadata.name) : [];
  }

  /** `kind/name → resourceVersion` of everything the service may write. */
  async versions(): Promise<Record<string, string | undefined>> {
    const lists = await Promise.all([Clusters, Machines, DevClusters, DevMachines, Secrets].map((resource) => this.client.list(resource as Resource, { namespace: this.namespace })));
    return Object.fromEntries(lists.flatMap(({ items }) => items.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.resourceVersion])));
  }

  /** Warnings that users were sent about an object, as `reason: message`. */
  async warnings(name: string): Promise<string[]> {
    const { items } = await this.client.list(events, { namespace: this.namespace });
    return items.filter((event) => (event['involvedObject'] as KubeObject['metadata'])?.name === name && event['type'] === 'Warning').map((event) => `${String(event['reason'])}: ${String(event['message'])}`);
  }
}

const events: Resource<UnstructuredObject> = { group: '', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };

/** Backends are given as users write them. */
const unstructured = (resource: Resource): Resource<UnstructuredObject> => resource as Resource<UnstructuredObject>;

function ownerOf({ apiVersion, kind, metadata }: KubeObject) {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true };
}

function recording(live: KubeClient, writes: string[]): KubeClient {
  const note = (verb: string, { kind }: Resource, name = '') => void writes.push(`${verb} ${kind}/${name}`);
  return {
    ...live,
    create: (resource, object, options) => (note('create', resource, object.metadata.name), live.create(resource, object, options)),
    patch: (resource, key, patch, options) => (note('patch', resource, key.name), live.patch(resource, key, patch, options)),
    delete: (resource, key, options) => (note('delete', resource, key.name), live.delete(resource, key, options)),
  };
}
