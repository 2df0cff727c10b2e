import { keyOf, keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type {
  AddApiServerRequest, AddEtcdMemberRequest, EnsureClusterRequest, SimulatedCluster, SimulatedClusterInfo, SimulatedClusters, SimulatedEndpoint, WorkloadObjects,
} from './simulated-clusters.ts';

type Step = 'ensureCluster' | 'addApiServer' | 'addEtcdMember';

/** Simulated clusters without sockets and certificates. Knobs: `failNext`. Memory: what each cluster holds. Objects have no admission, selectors or versions. */
export class FakeSimulatedClusters implements SimulatedClusters {
  readonly clusters = new Map<string, FakeSimulatedCluster>();
  readonly requests: EnsureClusterRequest[] = [];
  readonly #host: string;
  readonly #failures: { readonly step: Step; readonly error: Error }[] = [];
  #nextPort = 20_000;

  constructor({ host = '127.0.0.1' }: { readonly host?: string } = {}) {
    this.#host = host;
  }

  /** The next such step fails with this error, once. */
  failNext(step: Step, error: Error): this {
    this.#failures.push({ step, error });
    return this;
  }

  /** Puts a cluster there at once. */
  add(key: string, port = 20_000): FakeSimulatedCluster {
    const cluster = new FakeSimulatedCluster(key, { host: this.#host, port }, (step) => this.#mayFail(step));
    this.clusters.set(key, cluster);
    return cluster;
  }

  async ensureCluster(request: EnsureClusterRequest): Promise<SimulatedCluster> {
    this.requests.push(request);
    this.#mayFail('ensureCluster');
    return this.clusters.get(request.key) ?? this.add(request.key, request.port ?? this.#nextPort++);
  }

  getCluster(key: string): SimulatedCluster | undefined {
    return this.clusters.get(key);
  }

  listClusters(): readonly SimulatedClusterInfo[] {
    return [...this.clusters.values()].map((cluster) => cluster.info());
  }

  async deleteCluster(key: string): Promise<void> {
    this.clusters.delete(key);
  }

  onChange(): () => void {
    throw new Error('the fake reports no changes');
  }

  async close(): Promise<void> {
    this.clusters.clear();
  }

  #mayFail(step: Step): void {
    const index = this.#failures.findIndex((failure) => failure.step === step);
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1);
    if (failure) throw failure.error;
  }
}

export class FakeSimulatedCluster implements SimulatedCluster {
  readonly key: string;
  readonly endpoint: SimulatedEndpoint;
  readonly objects: WorkloadObjects;
  readonly apiServers = new Map<string, AddApiServerRequest>();
  readonly etcdMembers = new Map<string, AddEtcdMemberRequest>();
  readonly #stored = new Map<string, KubeObject>();
  readonly #mayFail: (step: Step) => void;

  constructor(key: string, endpoint: SimulatedEndpoint, mayFail: (step: Step) => void) {
    this.key = key;
    this.endpoint = endpoint;
    this.objects = fakeObjects(this.#stored);
    this.#mayFail = mayFail;
  }

  /** `Kind namespace/name` of every object, sorted. */
  get contents(): string[] {
    return [...this.#stored.keys()].sort();
  }

  info(): SimulatedClusterInfo {
    return { key: this.key, ...this.endpoint, listening: this.apiServers.size > 0, apiServers: [...this.apiServers.keys()], etcdMembers: [...this.etcdMembers.keys()] };
  }

  async addApiServer(request: AddApiServerRequest): Promise<void> {
    this.#mayFail('addApiServer');
    this.apiServers.set(request.pod.metadata.name, request);
  }

  hasApiServer(podName: string): boolean {
    return this.apiServers.has(podName);
  }

  async removeApiServer(podName: string): Promise<void> {
    this.apiServers.delete(podName);
  }

  async addEtcdMember(request: AddEtcdMemberRequest): Promise<void> {
    this.#mayFail('addEtcdMember');
    this.etcdMembers.set(request.pod.metadata.name, request);
  }

  hasEtcdMember(podName: string): boolean {
    return this.etcdMembers.has(podName);
  }

  async removeEtcdMember(podName: string): Promise<void> {
    this.etcdMembers.delete(podName);
  }

  async setReachable(): Promise<void> {
    throw new Error('the fake knows no outages');
  }
}

function fakeObjects(stored: Map<string, KubeObject>): WorkloadObjects {
  const idOf = ({ kind }: Resource, key: ObjectKey): string => `${kind} ${keyString(key)}`;
  // What was stored under a kind is of that kind's type.
  const read = <T extends KubeObject>(resource: Resource<T>, key: ObjectKey): T | undefined => stored.get(idOf(resource, key)) as T | undefined;
  const write = <T extends KubeObject>(resource: Resource<T>, object: T): T => (stored.set(idOf(resource, keyOf(object)), object), object);
  const remove = <T extends KubeObject>(resource: Resource<T>, key: ObjectKey): undefined => void stored.delete(idOf(resource, key));
  return {
    get: read,
    list: <T extends KubeObject>({ kind }: Resource<T>): readonly T[] => [...stored].filter(([id]) => id.startsWith(`${kind} `)).map(([, object]) => object as T),
    create: write,
    ensure: (resource, object) => read(resource, keyOf(object)) ?? write(resource, object),
    update: write,
    patch: () => {
      throw new Error('the fake does not patch');
    },
    delete: remove,
  };
}
