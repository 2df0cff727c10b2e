import { AppError } from '@clusterwright/api/errors';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { Patch } from '@clusterwright/kube-client';
import type { SigningPair } from '@clusterwright/provider-kit/certificates/signing';

/** Where clients reach the API server of a simulated cluster. */
export interface SimulatedEndpoint {
  readonly host: string;
  readonly port: number;
}

export interface EnsureClusterRequest {
  /** `namespace/name` of the Cluster. */
  readonly key: string;
  /** Seed of identifiers that must survive a restart of this process (etcd cluster id); defaults to the key. */
  readonly uid?: string | undefined;
  /** The port given out before a restart; without it a free one is allocated. */
  readonly port?: number | undefined;
  /** Ports that belong to clusters this process has not met yet; never allocated. */
  readonly avoidPorts?: Iterable<number> | undefined;
}

export interface AddApiServerRequest {
  /** The static Pod `kube-apiserver-<node>` in kube-system; kept in the cluster as a kubelet would, with its mirror Pod annotation. */
  readonly pod: KubeObject;
  /** What this instance answers at `/version`: the Kubernetes version of its machine. */
  readonly version: string;
  /** Signs the serving certificate, and is what client certificates are checked against. */
  readonly ca: SigningPair;
}

export interface AddEtcdMemberRequest {
  /** The static Pod `etcd-<node>` in kube-system; kept in the cluster as a kubelet would, with its mirror Pod annotation and the member's state. */
  readonly pod: KubeObject;
  /** Seed of the member id: the uid of the machine, so that the id survives a restart. */
  readonly memberUid: string;
  /** Signs the member's serving certificate, and is what client certificates are checked against. */
  readonly ca: SigningPair;
}

export interface WorkloadListOptions {
  readonly namespace?: string | undefined;
  /** Selector in Kubernetes' string form. */
  readonly labelSelector?: string | undefined;
}

/**
 * The objects of one simulated cluster, seen from inside: no admission, and `spec` and `status` are written together.
 *
 * Guarantees: reads and writes take effect at once and are visible to API clients and watches in that order; objects returned are frozen.
 * Errors: `ApiError` exactly as an API server would answer (NotFound, AlreadyExists, Conflict, Invalid).
 */
export interface WorkloadObjects {
  get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): T | undefined;
  list<T extends KubeObject>(resource: Resource<T>, options?: WorkloadListOptions): readonly T[];
  create<T extends KubeObject>(resource: Resource<T>, object: T): T;
  /** Creates the object where it does not exist; returns what the cluster holds. */
  ensure<T extends KubeObject>(resource: Resource<T>, object: T): T;
  /** Replaces the object; its resourceVersion is checked where it carries one. */
  update<T extends KubeObject>(resource: Resource<T>, object: T): T;
  patch<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, patch: Patch): T;
  /** Deletes; already gone is success. Returns the object where finalizers keep it. */
  delete<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): T | undefined;
}

/** One change of one object of one simulated cluster. */
export interface WorkloadChange {
  readonly clusterKey: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** What a cluster looks like to somebody who debugs the simulation. */
export interface SimulatedClusterInfo {
  readonly key: string;
  readonly host: string;
  readonly port: number;
  /** False while the endpoint refuses connections. */
  readonly listening: boolean;
  readonly apiServers: readonly string[];
  readonly etcdMembers: readonly string[];
}

/** One simulated workload cluster: an endpoint, API server instances behind it, etcd members, and objects. */
export interface SimulatedCluster {
  readonly key: string;
  readonly endpoint: SimulatedEndpoint;
  readonly objects: WorkloadObjects;
  info(): SimulatedClusterInfo;

  /** Adds one API server instance behind the endpoint; idempotent by Pod name. Errors: `PortUnavailableError`, `CertificateError`. */
  addApiServer(request: AddApiServerRequest): Promise<void>;
  hasApiServer(podName: string): boolean;
  /** Ends the instance's connections and deletes its Pod; without any instance left the endpoint refuses connections. Idempotent. */
  removeApiServer(podName: string): Promise<void>;

  /** Adds one etcd member; idempotent by Pod name. Errors: `CertificateError`. */
  addEtcdMember(request: AddEtcdMemberRequest): Promise<void>;
  hasEtcdMember(podName: string): boolean;
  /** Ends the member's connections and deletes its Pod, as when its machine vanishes. Idempotent. */
  removeEtcdMember(podName: string): Promise<void>;

  /** Closes the endpoint although there are API servers, or opens it again: an outage for fault tests. */
  setReachable(reachable: boolean): Promise<void>;
}

/**
 * The simulated workload clusters of this process.
 *
 * Guarantees: a cluster keeps its port until it is deleted; the namespaces every cluster has exist from the start.
 * Caveats: nothing is stored: after a restart the caller adds objects, API servers and members again, and clients find a newer resourceVersion, so they relist.
 */
export interface SimulatedClusters {
  /** Makes sure the cluster exists, and returns it. Errors: `PortUnavailableError` where no port can be had. */
  ensureCluster(request: EnsureClusterRequest): Promise<SimulatedCluster>;
  getCluster(key: string): SimulatedCluster | undefined;
  listClusters(): readonly SimulatedClusterInfo[];
  /** Closes the endpoint, drops every object and frees the port. Idempotent. */
  deleteCluster(key: string): Promise<void>;
  /** Calls the listener after every change of an object, until the returned function is called. Listeners must not throw. */
  onChange(listener: (change: WorkloadChange) => void): () => void;
  /** Deletes every cluster. */
  close(): Promise<void>;
}

/** One finished request to a simulated API server; the labels are those of kube-apiserver's own request metrics. */
export interface ApiRequestRecord {
  readonly clusterKey: string;
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: 'cluster' | 'namespace' | 'resource' | '';
  readonly dryRun: string;
  readonly code: number;
  readonly method: string;
  readonly host: string;
  /** The route, with `{name}` and `{namespace}` in place of values. */
  readonly path: string;
  readonly userAgent: string;
  readonly durationMs: number;
}

/** One finished call of a simulated etcd member. */
export interface EtcdRequestRecord {
  readonly clusterKey: string;
  /** `MemberList`, `Status`, … */
  readonly method: string;
  /** gRPC status code; 0 is success. */
  readonly code: number;
  readonly durationMs: number;
}

/** Where the simulation reports what it served; implementations must not throw. */
export interface SimulationMetrics {
  onRequest(record: ApiRequestRecord): void;
  onEtcdRequest(record: EtcdRequestRecord): void;
  /** The cluster is gone, and nothing more comes from it. */
  forget(clusterKey: string): void;
}

/** No port can be had: the range is used up, or another process holds the port this cluster was given. Retried. */
export class PortUnavailableError extends AppError {
  readonly code = 'PortUnavailable';

  static override is(value: unknown): value is PortUnavailableError {
    return AppError.is(value) && value.code === 'PortUnavailable';
  }
}
