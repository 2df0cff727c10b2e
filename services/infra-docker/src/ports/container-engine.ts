import { AppError } from '@clusterwright/api/errors';

/** What can go wrong between us and the engine, by what helps: bring the engine back, correct the image or the mount, make room. */
export type ContainerEngineErrorCode =
  | 'Unreachable' | 'ImageNotFound' | 'ContainerNotFound' | 'NameInUse' | 'AddressInUse' | 'AddressRefused' | 'InvalidMount' | 'NoSpace' | 'Refused' | 'Timeout';

export class ContainerEngineError extends AppError {
  readonly code: ContainerEngineErrorCode;
  constructor(code: ContainerEngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';

export interface Container {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: ContainerState;
  readonly labels: Readonly<Record<string, string>>;
  /** Addresses in the engine's network that machines share; absent while the container does not run. */
  readonly ipv4?: string | undefined;
  readonly ipv6?: string | undefined;
  /** When the first process began; told by `get` and `run`. */
  readonly startedAt?: Date | undefined;
  /** When it ended; told by `get` of a container that does not run any more. */
  readonly endedAt?: Date | undefined;
  /** How the first process ended, once it did. */
  readonly exitCode?: number | undefined;
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly?: boolean | undefined;
}

export interface PublishedPort {
  readonly containerPort: number;
  /** 0 or absent: the engine chooses. */
  readonly hostPort?: number | undefined;
  /** Loopback unless told otherwise. */
  readonly hostAddress?: string | undefined;
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of the network: this one or none. */
  readonly address?: string | undefined;
  readonly hostname?: string | undefined;
  readonly entrypoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly mounts?: readonly Mount[] | undefined;
  /** Anonymous volumes, by path; they go with the container. */
  readonly volumes?: readonly string[] | undefined;
  /** Path → mount options. */
  readonly tmpfs?: Readonly<Record<string, string>> | undefined;
  readonly ports?: readonly PublishedPort[] | undefined;
  /** Runs a whole operating system: systemd as the first process, every right that engine and host grant. */
  readonly isNode?: boolean | undefined;
}

export interface ContainerFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** 0644 unless told otherwise. */
  readonly mode?: number | undefined;
}

export interface ExecRequest {
  readonly command: readonly string[];
  readonly stdin?: string | Uint8Array | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the engine's host offers, and so each container. */
export interface Capacity {
  readonly cpu: number;
  readonly memoryBytes: number;
}

/** Whose an address is: of nobody in this network, of nobody at the moment, or of a container that runs. */
export type AddressUse = { readonly kind: 'outside' } | { readonly kind: 'free' } | { readonly kind: 'taken'; readonly by: string };

export interface ContainerEvent {
  /** `start`, `die`, `destroy`, `oom` … as the engine names it; `connected` when the stream begins anew and events may have been missed, `disconnected` when the engine is not there any more. */
  readonly action: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A container engine, as far as machines and load balancers need it.
 *
 * Guarantees: everything is idempotent by name, so that it can be repeated after a kill at any line. Errors: `ContainerEngineError`.
 */
export interface ContainerEngine {
  get(name: string, signal?: AbortSignal): Promise<Container | undefined>;
  /** Containers, running or not, that carry all these labels. */
  list(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly Container[]>;
  /**
   * Creates the container where it does not exist, and starts it where it does not run; makes sure of its network. A half-made one of that name is completed.
   * It comes back to its addresses when it is stopped and started, where the network has room for fixed ones.
   * Errors: `AddressInUse` where somebody has `address`, `AddressRefused` where the network does not give it to anybody.
   */
  run(spec: ContainerSpec, signal?: AbortSignal): Promise<Container>;
  addressUse(network: string, address: string, signal?: AbortSignal): Promise<AddressUse>;
  /** Removes the container and its anonymous volumes; one that does not exist is removed already. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
  exec(name: string, request: ExecRequest, signal?: AbortSignal): Promise<ExecResult>;
  /** Its folder must exist. */
  writeFile(name: string, file: ContainerFile, signal?: AbortSignal): Promise<void>;
  /** Sends a signal, such as SIGHUP, to the first process. */
  kill(name: string, signalName: string, signal?: AbortSignal): Promise<void>;
  hasImage(image: string, signal?: AbortSignal): Promise<boolean>;
  /** Makes sure the image is on the engine, pulling it where that is possible. */
  ensureImage(image: string, signal?: AbortSignal): Promise<void>;
  /** The last lines of what the container printed. */
  logs(name: string, tailLines: number, signal?: AbortSignal): Promise<string>;
  /** Streams an image of the engine into `ctr --namespace k8s.io images import -` of a node. */
  loadImageIntoNode(image: string, name: string, signal?: AbortSignal): Promise<void>;
  capacity(signal?: AbortSignal): Promise<Capacity>;
  /** Tells of containers that carry all these labels, reconnecting by itself until the signal fires. */
  watch(labels: Readonly<Record<string, string>>, onEvent: (event: ContainerEvent) => void, signal: AbortSignal): void;
}
