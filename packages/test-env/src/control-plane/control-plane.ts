import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adminRequest } from './admin-request.ts';
import type { AdminRequest } from './admin-request.ts';
import { findBinaries } from './binaries.ts';
import type { Binaries, Progress } from './binaries.ts';
import { ProcessFailedError } from './errors.ts';
import { apiServerArguments, controllerManagerArguments, etcdArguments } from './flags.ts';
import type { Ports } from './flags.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import { ensurePki } from './pki.ts';
import type { Pki } from './pki.ts';
import { endProcess, freePorts, isOurs, isPortFree, startBackground, waitUntilReady, writePrivate } from './processes.ts';
import type { BackgroundProcess } from './processes.ts';

export interface ControlPlaneOptions {
  /** Certificates, data and logs live here; started again on the same folder it continues with the same objects at the same ports. */
  readonly dir: string;
  readonly ports?: Ports;
  readonly binaries?: Binaries;
  readonly progress?: Progress;
  /** Runs when the API server answers and before the controller manager starts: CRDs installed here are garbage collected from the first second. */
  readonly beforeControllers?: (controlPlane: ControlPlane) => Promise<void>;
  /** Further kube-apiserver flags. */
  readonly apiServerFlags?: readonly string[];
}

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

export interface KubeconfigOptions {
  readonly expirationSeconds?: number;
  /** Where clients connect to, if something stands in between. */
  readonly server?: string;
}

type ProgramName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager';
interface State {
  readonly ports: Ports;
  readonly pids: Readonly<Partial<Record<ProgramName, number>>>;
}

/** A management control plane on loopback: real etcd, kube-apiserver and, where there is one, kube-controller-manager. */
export class ControlPlane {
  readonly dir: string;
  readonly server: string;
  readonly binaries: Binaries;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly #ports: Ports;
  readonly #pki: Pki;
  readonly #apiServerFlags: readonly string[];
  #pids: Partial<Record<ProgramName, number>>;

  private constructor(dir: string, parts: { ports: Ports; pki: Pki; binaries: Binaries; pids: State['pids']; apiServerFlags: readonly string[] }) {
    this.dir = dir;
    this.server = `https://127.0.0.1:${String(parts.ports.apiServer)}`;
    this.binaries = parts.binaries;
    this.kubeconfig = join(dir, 'admin.kubeconfig');
    this.#ports = parts.ports;
    this.#pki = parts.pki;
    this.#pids = { ...parts.pids };
    this.#apiServerFlags = parts.apiServerFlags;
    writePrivate(this.kubeconfig, this.#render('admin', parts.pki.admin));
  }

  /** See `startControlPlane`. */
  static async start({ dir: folder, ports, binaries, progress = () => {}, beforeControllers, apiServerFlags = [] }: ControlPlaneOptions): Promise<ControlPlane> {
    const dir = resolve(folder);
    mkdirSync(join(dir, 'logs'), { recursive: true, mode: 0o700 });
    const before = readState(dir);
    const running = livingPids(dir, before);
    const chosen = ports ?? (await portsFor(before, running));
    const controlPlane = new ControlPlane(dir, { ports: chosen, pki: await ensurePki(join(dir, 'pki')), binaries: binaries ?? (await findBinaries({ progress })), pids: running, apiServerFlags });
    try {
      await controlPlane.#ensure('etcd', () => controlPlane.#startEtcd());
      await controlPlane.#ensure('kube-apiserver', () => controlPlane.#startApiServer());
      await beforeControllers?.(controlPlane);
      if (controlPlane.hasControllerManager) await controlPlane.#ensure('kube-controller-manager', () => controlPlane.#startControllerManager());
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
    return controlPlane;
  }

  get hasControllerManager(): boolean {
    return this.binaries['kube-controller-manager'] !== undefined;
  }

  /** Pids of the running programs, for measurements. */
  get pids(): Readonly<Partial<Record<ProgramName, number>>> {
    return this.#pids;
  }

  /** PEM of the API server's CA. */
  get ca(): string {
    return readFileSync(this.#pki.ca, 'utf8');
  }

  /** A request as administrator; throws where the answer is an error. */
  async request<T>(request: AdminRequest): Promise<T> {
    const { status, body } = await adminRequest(this.server, this.#pki, request);
    if (status >= 300) throw new ProcessFailedError(`${request.method ?? 'GET'} ${request.path}: ${String(status)} ${body}`);
    return (body === '' ? undefined : JSON.parse(body)) as T;
  }

  /** Plain text of a path, such as /metrics. */
  async text(path: string): Promise<string> {
    const { status, body } = await adminRequest(this.server, this.#pki, { path });
    if (status >= 300) throw new ProcessFailedError(`GET ${path}: ${String(status)} ${body}`);
    return body;
  }

  /** Writes a kubeconfig with a fresh token of an existing ServiceAccount and returns its path. */
  async serviceAccountKubeconfig({ namespace, name }: ServiceAccountName, { expirationSeconds = 30 * 24 * 3600, server = this.server }: KubeconfigOptions = {}): Promise<string> {
    const { status } = await this.request<{ status: { token: string } }>({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds } },
    });
    const file = join(this.dir, `${namespace}.${name}.kubeconfig`);
    writePrivate(file, renderKubeconfig({ server, ca: this.ca, user: `system:serviceaccount:${namespace}:${name}`, credentials: { token: status.token } }));
    return file;
  }

  /** Ends the API server at once and starts it again, as a crash would. */
  async restartApiServer({ downMs = 0 }: { downMs?: number } = {}): Promise<void> {
    await this.#end('kube-apiserver', 0);
    if (downMs > 0) await new Promise((wake) => setTimeout(wake, downMs));
    await this.#ensure('kube-apiserver', () => this.#startApiServer());
  }

  /** Ends what runs. With `discard` the data goes too, and nothing is asked to end politely. */
  async stop({ discard = false }: { discard?: boolean } = {}): Promise<void> {
    await this.#end('kube-controller-manager', 0);
    await this.#end('kube-apiserver', discard ? 0 : 1500);
    await this.#end('etcd', discard ? 0 : 5000);
    if (discard) rmSync(this.dir, { recursive: true, force: true });
  }

  #render(user: string, credentials: Parameters<typeof renderKubeconfig>[0]['credentials']): string {
    return renderKubeconfig({ server: this.server, ca: this.ca, user, credentials });
  }

  async #ensure(name: ProgramName, start: () => Promise<BackgroundProcess>): Promise<void> {
    if (this.#pids[name] !== undefined) return;
    const { pid } = await start();
    this.#setPid(name, pid);
  }

  #setPid(name: ProgramName, pid: number | undefined): void {
    this.#pids = { ...this.#pids, [name]: pid };
    writePrivate(join(this.dir, 'state.json'), JSON.stringify({ ports: this.#ports, pids: this.#pids } satisfies State));
  }

  async #end(name: ProgramName, graceMs: number): Promise<void> {
    const pid = this.#pids[name];
    if (pid === undefined) return;
    await endProcess(pid, graceMs);
    if (existsSync(this.dir)) this.#setPid(name, undefined);
  }

  async #run(name: ProgramName, args: readonly string[], ready: () => Promise<boolean>): Promise<BackgroundProcess> {
    const command = this.binaries[name];
    if (!command) throw new ProcessFailedError(`there is no ${name}`);
    const started = startBackground({ name, command, args, log: join(this.dir, 'logs', `${name}.log`), cwd: this.dir });
    this.#setPid(name, started.pid);
    await waitUntilReady({ process: started, timeoutMs: 60_000, ready });
    return started;
  }

  #startEtcd(): Promise<BackgroundProcess> {
    return this.#run('etcd', etcdArguments(this.dir, this.#ports), async () => (await fetch(`http://127.0.0.1:${String(this.#ports.etcdClient)}/readyz`)).ok);
  }

  #startApiServer(): Promise<BackgroundProcess> {
    const args = [...apiServerArguments(this.#pki, this.#ports), ...this.#apiServerFlags];
    return this.#run('kube-apiserver', args, async () => (await adminRequest(this.server, this.#pki, { path: '/readyz' })).status === 200);
  }

  #startControllerManager(): Promise<BackgroundProcess> {
    const kubeconfig = join(this.dir, 'kube-controller-manager.kubeconfig');
    writePrivate(kubeconfig, this.#render('system:kube-controller-manager', this.#pki.controllerManager));
    // It serves nothing here; what it does shows in the API.
    return this.#run('kube-controller-manager', controllerManagerArguments(kubeconfig, this.#pki), async () => true);
  }
}

/**
 * Starts a control plane in a folder, in a few seconds, or takes over the one that already runs there.
 *
 * Guarantees: same folder, same ports and objects; RBAC is on; everything started is ended by `stop()`, or by a later process through the pids in state.json.
 * Errors: `DevelopmentSetupError` for missing programs, `ProcessFailedError` with the end of the log.
 */
export function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  return ControlPlane.start(options);
}

/** Ends what an earlier process left running in a folder. */
export async function stopControlPlane(folder: string): Promise<void> {
  const dir = resolve(folder);
  const pids = livingPids(dir, readState(dir));
  for (const name of ['kube-controller-manager', 'kube-apiserver', 'etcd'] as const) {
    const pid = pids[name];
    if (pid !== undefined) await endProcess(pid, name === 'etcd' ? 5000 : 1500);
  }
}

function readState(dir: string): State | undefined {
  const file = join(dir, 'state.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}

function livingPids(dir: string, state: State | undefined): State['pids'] {
  return Object.fromEntries(Object.entries(state?.pids ?? {}).filter(([, pid]) => isOurs(pid, dir)));
}

async function portsFor(state: State | undefined, running: State['pids']): Promise<Ports> {
  if (state) {
    const needed = [...(running.etcd ? [] : [state.ports.etcdClient, state.ports.etcdPeer]), ...(running['kube-apiserver'] ? [] : [state.ports.apiServer])];
    const free = await Promise.all(needed.map(isPortFree));
    if (free.every(Boolean)) return state.ports;
  }
  const [etcdClient = 0, etcdPeer = 0, apiServer = 0] = await freePorts(3);
  return { etcdClient, etcdPeer, apiServer };
}
