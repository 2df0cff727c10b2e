import type { KubeObject } from '@clusterwright/api';
import type { SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import type {
  AddApiServerRequest, AddEtcdMemberRequest, SimulatedCluster, SimulatedClusterInfo, SimulatedEndpoint, SimulationMetrics, WorkloadObjects,
} from '../../ports/simulated-clusters.ts';
import { handleApiRequest } from './apiserver/api-handler.ts';
import { ApiServerInstance, type FinishedRequest } from './apiserver/api-server-instance.ts';
import { isKnownBootstrapToken } from './apiserver/authentication.ts';
import { parseRoute } from './apiserver/request-route.ts';
import { WatchHub } from './apiserver/watch-hub.ts';
import type { CertificateIssuer, ServerSubject } from './certificate-issuer.ts';
import { toKubeTime, type SimulationClock } from './clock.ts';
import { ClusterEndpoint } from './cluster-endpoint.ts';
import { answerEtcdCall, type EtcdState } from './etcd/etcd-calls.ts';
import { EtcdMemberServer } from './etcd/etcd-member-server.ts';
import { joinAnnotations } from './etcd/etcd-membership.ts';
import { PortClosedError, type FindListener } from './portforward/pod-ports.ts';
import { upgradeToPortForward } from './portforward/upgrade.ts';
import { toRequestRecord } from './request-metrics.ts';
import { StaticPods } from './static-pods.ts';
import { ObjectStore } from './store/object-store.ts';
import { ResourceCatalog } from './store/resource-catalog.ts';
import { namespaceResource, podResource } from './store/resources.ts';
import { parseLabelSelector } from './store/selectors.ts';
import { workloadObjects } from './workload-objects.ts';

const systemNamespace = 'kube-system';
const initialNamespaces = ['default', systemNamespace, 'kube-public', 'kube-node-lease'];
const etcdClientPort = 2379;
const etcdPods = parseLabelSelector('component=etcd,tier=control-plane');

export interface SimulatedClusterOptions {
  readonly key: string;
  readonly uid: string;
  readonly endpoint: SimulatedEndpoint;
  readonly bindAddress: string | undefined;
  readonly clock: SimulationClock;
  readonly metrics: SimulationMetrics | undefined;
  readonly issuer: CertificateIssuer;
}

/** One simulated workload cluster; see the port for its contract. */
export class InMemoryCluster implements SimulatedCluster {
  readonly key: string;
  readonly endpoint: SimulatedEndpoint;
  readonly objects: WorkloadObjects;
  readonly store: ObjectStore;
  readonly #options: SimulatedClusterOptions;
  readonly #catalog: ResourceCatalog;
  readonly #watches: WatchHub;
  readonly #staticPods: StaticPods;
  readonly #endpoint: ClusterEndpoint;
  readonly #apiServers = new Map<string, ApiServerInstance>();
  readonly #etcdMembers = new Map<string, EtcdMemberServer>();
  #closed = false;

  constructor(options: SimulatedClusterOptions) {
    const { clock, endpoint, bindAddress } = options;
    this.#options = options;
    this.key = options.key;
    this.endpoint = endpoint;
    this.store = new ObjectStore(() => clock.now());
    this.#catalog = new ResourceCatalog(this.store);
    this.#watches = new WatchHub(this.store, clock);
    this.#staticPods = new StaticPods(this.store);
    this.#endpoint = new ClusterEndpoint({ port: endpoint.port, bindAddress });
    this.objects = workloadObjects(this.store, this.#catalog);
    for (const name of initialNamespaces) this.store.create(namespaceResource, { metadata: { name } });
  }

  info(): SimulatedClusterInfo {
    return {
      key: this.key, ...this.endpoint, listening: this.#endpoint.listening,
      apiServers: [...this.#apiServers.keys()].toSorted(), etcdMembers: [...this.#etcdMembers.keys()].toSorted(),
    };
  }

  hasApiServer(podName: string): boolean {
    return this.#apiServers.has(podName);
  }

  hasEtcdMember(podName: string): boolean {
    return this.#etcdMembers.has(podName);
  }

  async addApiServer({ pod, ca, version }: AddApiServerRequest): Promise<void> {
    const { name } = pod.metadata;
    if (this.#apiServers.has(name)) return;
    const pair = await this.#issue(ca, { commonName: 'kube-apiserver', dnsNames: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', name], usages: ['serverAuth'] });
    // Two callers may have asked at once, and the cluster may be gone by now.
    if (this.#closed || this.#apiServers.has(name)) return;
    const instance = this.#createApiServer(pair, ca, version);
    this.#apiServers.set(name, instance);
    this.#staticPods.add(pod);
    try {
      await this.#endpoint.add(instance);
    } catch (error) {
      this.#apiServers.delete(name);
      this.#staticPods.remove({ namespace: systemNamespace, name });
      throw error;
    }
  }

  async removeApiServer(podName: string): Promise<void> {
    const instance = this.#apiServers.get(podName);
    this.#apiServers.delete(podName);
    this.#staticPods.remove({ namespace: systemNamespace, name: podName });
    if (!instance) return;
    await this.#endpoint.remove(instance);
    instance.close();
  }

  async addEtcdMember({ pod, ca, memberUid }: AddEtcdMemberRequest): Promise<void> {
    const { name } = pod.metadata;
    if (this.#etcdMembers.has(name)) return;
    const pair = await this.#issue(ca, { commonName: name, dnsNames: ['localhost', name], usages: ['serverAuth', 'clientAuth'] });
    if (this.#closed || this.#etcdMembers.has(name)) return;
    this.#etcdMembers.set(name, this.#createEtcdMember(name, pair, ca));
    this.#staticPods.add(this.#joined(pod, memberUid));
  }

  async removeEtcdMember(podName: string): Promise<void> {
    this.#etcdMembers.get(podName)?.close();
    this.#etcdMembers.delete(podName);
    this.#staticPods.remove({ namespace: systemNamespace, name: podName });
  }

  setReachable(reachable: boolean): Promise<void> {
    return this.#endpoint.setReachable(reachable);
  }

  /** Ends every connection and watch; the cluster must not be used afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#options.metrics?.forget(this.key);
    this.#watches.close();
    this.#staticPods.close();
    for (const server of [...this.#apiServers.values(), ...this.#etcdMembers.values()]) server.close();
    this.#apiServers.clear();
    this.#etcdMembers.clear();
    await this.#endpoint.setReachable(false);
  }

  #issue(ca: SigningPair, subject: Omit<ServerSubject, 'host'>): Promise<SigningPair> {
    return this.#options.issuer.issue(ca, { ...subject, host: this.endpoint.host });
  }

  #createApiServer(pair: SigningPair, ca: SigningPair, kubernetesVersion: string): ApiServerInstance {
    const { store } = this;
    const { clock } = this.#options;
    const deps = { store, clock, kubernetesVersion, catalog: this.#catalog };
    return new ApiServerInstance({
      certificate: pair.cert, privateKey: pair.key, clientCa: ca.cert,
      authenticate: ({ hasTrustedCertificate, authorization }) => hasTrustedCertificate || isKnownBootstrapToken(store, authorization, clock.now()),
      handle: (request) => handleApiRequest(deps, request),
      watch: (request, sink) => this.#watches.open(request, sink),
      upgrade: (request, url, socket, head) => {
        const findListener = this.#findPod(request.method ?? '', url);
        if (!findListener) return false;
        upgradeToPortForward({ request, socket, head, clock, findListener, query: url.searchParams });
        return true;
      },
      observe: () => this.#observeRequest(),
    });
  }

  /** Requests that end with the cluster would begin its series anew. */
  get #openMetrics(): SimulationMetrics | undefined {
    return this.#closed ? undefined : this.#options.metrics;
  }

  #observeRequest(): (finished: FinishedRequest) => void {
    const { clock } = this.#options;
    const startedAt = clock.now().getTime();
    return (finished) => this.#openMetrics?.onRequest(toRequestRecord(this.key, finished, clock.now().getTime() - startedAt));
  }

  #createEtcdMember(podName: string, pair: SigningPair, ca: SigningPair): EtcdMemberServer {
    const { clock } = this.#options;
    const state: EtcdState = {
      now: () => clock.now(),
      pods: () => this.#etcdPods(),
      annotate: (name, annotations) => this.#staticPods.annotate({ namespace: systemNamespace, name }, annotations),
    };
    return new EtcdMemberServer({
      certificate: pair.cert, privateKey: pair.key, clientCa: ca.cert,
      answer: (path, message) => answerEtcdCall(state, podName, path, message),
      observe: () => {
        const startedAt = clock.now().getTime();
        return (path, code) => this.#openMetrics?.onEtcdRequest({ clusterKey: this.key, method: path.split('/').at(-1) ?? '', code, durationMs: clock.now().getTime() - startedAt });
      },
    });
  }

  #etcdPods(): readonly KubeObject[] {
    return this.store.list(podResource, systemNamespace, etcdPods);
  }

  #joined(pod: KubeObject, memberUid: string): KubeObject {
    const { clock, uid } = this.#options;
    const state = joinAnnotations(this.#etcdPods(), { clusterUid: uid, memberUid, now: toKubeTime(clock.now()) });
    return { ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...state } } };
  }

  /** The ports of the Pod that a port-forward path names; undefined where the path is none, or the Pod does not exist. */
  #findPod(method: string, url: URL): FindListener | undefined {
    const route = parseRoute(method, url.pathname, url.searchParams);
    if (route.kind !== 'object' || route.group !== '' || route.plural !== 'pods' || route.subresource !== 'portforward') return undefined;
    const { namespace, name = '' } = route;
    if (!this.store.get(podResource, { namespace, name })) return undefined;
    return (port) => {
      const etcd = port === etcdClientPort && namespace === systemNamespace ? this.#etcdMembers.get(name) : undefined;
      // The bind port of an API server is the machine's configuration; whatever is asked for is taken as it.
      const server = etcd ?? (namespace === systemNamespace ? this.#apiServers.get(name) : undefined);
      if (!server) throw new PortClosedError(`error forwarding port ${port} to pod ${String(namespace)}/${name}: connection refused`);
      return (connection) => server.accept(connection);
    };
  }
}
