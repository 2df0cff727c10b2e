import type {
  EnsureClusterRequest, SimulatedCluster, SimulatedClusterInfo, SimulatedClusters, SimulationMetrics, WorkloadChange,
} from '../../ports/simulated-clusters.ts';
import { CertificateIssuer } from './certificate-issuer.ts';
import { systemClock, type SimulationClock } from './clock.ts';
import { PortAllocator, type PortRange } from './port-allocator.ts';
import { InMemoryCluster } from './simulated-cluster.ts';

export interface SimulatedClustersOptions {
  /** The address under which clients reach this process: the pod's IP, or loopback. */
  readonly host: string;
  /** Where to listen; every interface by default. */
  readonly bindAddress?: string | undefined;
  /** Default 20000–30000. */
  readonly ports?: PortRange | undefined;
  readonly metrics?: SimulationMetrics | undefined;
  readonly clock?: SimulationClock | undefined;
}

const defaultPorts: PortRange = { first: 20_000, last: 30_000 };

/** The simulated clusters of this process, in its memory; see the port for the contract. */
export class InMemoryClusters implements SimulatedClusters {
  readonly #options: SimulatedClustersOptions;
  readonly #ports: PortAllocator;
  readonly #clock: SimulationClock;
  readonly #issuer: CertificateIssuer;
  readonly #clusters = new Map<string, InMemoryCluster>();
  readonly #starting = new Map<string, Promise<InMemoryCluster>>();
  readonly #listeners = new Set<(change: WorkloadChange) => void>();

  constructor(options: SimulatedClustersOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#issuer = new CertificateIssuer(this.#clock);
    this.#ports = new PortAllocator(options.ports ?? defaultPorts, options.bindAddress);
  }

  async ensureCluster(request: EnsureClusterRequest): Promise<SimulatedCluster> {
    const { key } = request;
    const known = this.#clusters.get(key) ?? this.#starting.get(key);
    if (known) return known;
    const starting = this.#start(request).finally(() => this.#starting.delete(key));
    this.#starting.set(key, starting);
    return starting;
  }

  getCluster(key: string): SimulatedCluster | undefined {
    return this.#clusters.get(key);
  }

  listClusters(): readonly SimulatedClusterInfo[] {
    return [...this.#clusters.values()].map((cluster) => cluster.info());
  }

  async deleteCluster(key: string): Promise<void> {
    await this.#starting.get(key)?.catch(() => undefined);
    const cluster = this.#clusters.get(key);
    if (!cluster) return;
    this.#clusters.delete(key);
    await cluster.close();
    this.#ports.release(cluster.endpoint.port);
  }

  onChange(listener: (change: WorkloadChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clusters.keys(), ...this.#starting.keys()].map((key) => this.deleteCluster(key)));
  }

  async #start({ key, uid = key, port: givenPort, avoidPorts = [] }: EnsureClusterRequest): Promise<InMemoryCluster> {
    const { host, bindAddress, metrics } = this.#options;
    if (givenPort !== undefined) this.#ports.reserve(givenPort);
    const port = givenPort ?? (await this.#ports.allocate(new Set(avoidPorts)));
    const cluster = new InMemoryCluster({ key, uid, endpoint: { host, port }, bindAddress, metrics, clock: this.#clock, issuer: this.#issuer });
    cluster.store.subscribe((resource, { type, object }) => {
      for (const listener of this.#listeners) listener({ clusterKey: key, type, resource, object });
    });
    this.#clusters.set(key, cluster);
    return cluster;
  }
}
