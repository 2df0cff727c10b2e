/** TLS and authentication material of one API server, as PEM text. */
export interface Credentials {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Bearer token. */
  readonly token?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
}

/** Where an API server is, how to prove who we are, and how fast we may ask. */
export interface ConnectionConfig extends Credentials {
  /** Base URL, e.g. `https://10.0.0.1:6443`; a path prefix is kept. */
  readonly server: string;
  /** Asked before a request when given; for credentials that rotate. Must answer from memory nearly always. */
  readonly credentials?: (() => Promise<Credentials>) | undefined;
  /** Sustained requests per second, and how many may come at once. Default: unlimited. */
  readonly qps?: number | undefined;
  readonly burst?: number | undefined;
  /** Budget of one request, watches excepted. Default 30 s. */
  readonly timeoutMs?: number | undefined;
  readonly userAgent?: string | undefined;
  /** Field manager of writes that name none. Default `manager`, as upstream's binaries. */
  readonly fieldManager?: string | undefined;
  /** Told of every finished request; for metrics. */
  readonly onRequest?: ((request: FinishedRequest) => void) | undefined;
}

export interface FinishedRequest {
  readonly method: string;
  readonly host: string;
  /** HTTP status, or `<error>` where no answer came. */
  readonly code: string;
  readonly durationMs: number;
}
