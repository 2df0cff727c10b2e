import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { endProcess, freePorts, isOurs, isPortFree, lastLines, startBackground, waitUntilReady } from '@clusterwright/test-env';
import type { BackgroundProcess } from '@clusterwright/test-env';
import { serviceEntry } from './providers.ts';
import type { Provider } from './providers.ts';

export interface ServicePorts {
  readonly webhook: number;
  readonly health: number;
  readonly diagnostics: number;
}

/** As in the images (services/<name>/Dockerfile). NODE_FLAGS measures others. */
const nodeFlags = process.env['NODE_FLAGS']?.split(' ').filter(Boolean) ?? ['--optimize-for-size', '--no-maglev'];

interface State {
  readonly ports: ServicePorts;
  readonly pid?: number | undefined;
}

export interface ServiceProcessOptions {
  readonly dir: string;
  /** Further flags, such as `--sync-period=1m`. */
  readonly flags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Told when the process ends without having been asked to. */
  readonly onCrash?: (name: string, how: string, log: string) => void;
}

/** One provider's manager as a process of its own on this machine, at ports that stay the same from start to start. */
export class ServiceProcess {
  readonly name: string;
  readonly ports: ServicePorts;
  readonly log: string;
  readonly #options: ServiceProcessOptions;
  readonly #stateFile: string;
  #pid: number | undefined;
  #expected = false;

  private constructor(provider: Provider, ports: ServicePorts, options: ServiceProcessOptions) {
    this.name = provider.name;
    this.ports = ports;
    this.#options = options;
    this.log = join(options.dir, 'logs', `${provider.name}.log`);
    this.#stateFile = stateFile(options.dir, provider.name);
  }

  /** Prepares ports; nothing runs yet. A process that an earlier run left behind is ended. */
  static async prepare(provider: Provider, options: ServiceProcessOptions): Promise<ServiceProcess> {
    const before = readState(options.dir, provider.name);
    if (before?.pid !== undefined) await endIfOurs(provider.name, before.pid);
    const known = before?.ports;
    const free = known && (await Promise.all(Object.values(known).map((port: number) => isPortFree(port)))).every(Boolean);
    const [webhook = 0, health = 0, diagnostics = 0] = known && free ? [known.webhook, known.health, known.diagnostics] : await freePorts(3);
    const service = new ServiceProcess(provider, { webhook, health, diagnostics }, options);
    service.#save();
    return service;
  }

  /** The pid while it runs. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Starts the process. It is ready when `ready()` resolves. */
  start(kubeconfig: string): BackgroundProcess {
    this.#expected = false;
    const { webhook, health, diagnostics } = this.ports;
    const args = [
      ...nodeFlags,
      serviceEntry(this.name),
      `--kubeconfig=${kubeconfig}`,
      '--webhook-host=127.0.0.1',
      `--webhook-port=${String(webhook)}`,
      `--health-addr=127.0.0.1:${String(health)}`,
      `--diagnostics-address=127.0.0.1:${String(diagnostics)}`,
      '--insecure-diagnostics',
      ...(this.#options.flags ?? []),
    ];
    const started = startBackground({
      name: this.name,
      command: process.execPath,
      args,
      log: this.log,
      env: { ...process.env, POD_IP: '127.0.0.1', ...this.#options.env },
      onExit: (how) => {
        if (this.#pid !== started.pid) return;
        this.#pid = undefined;
        if (!this.#expected) this.#options.onCrash?.(this.name, how, lastLines(this.log, 5));
      },
    });
    this.#pid = started.pid;
    this.#save();
    return started;
  }

  /** Resolves when /readyz says that webhooks answer. */
  async ready(started: BackgroundProcess, timeoutMs = 60_000): Promise<void> {
    const url = `http://127.0.0.1:${String(this.ports.health)}/readyz`;
    let answer = '';
    const ready = async (): Promise<boolean> => {
      const { status, body } = await ask(url);
      answer = body;
      return status === 200;
    };
    await waitUntilReady({ process: started, timeoutMs, ready, state: () => answer });
  }

  /** Ends the process: politely with a grace period, or at once as a crash would. */
  async stop({ graceMs = 5000 }: { graceMs?: number } = {}): Promise<void> {
    this.#expected = true;
    const pid = this.#pid;
    this.#pid = undefined;
    if (pid !== undefined) await endProcess(pid, graceMs);
    this.#save();
  }

  #save(): void {
    writeFileSync(this.#stateFile, JSON.stringify({ ports: this.ports, pid: this.#pid } satisfies State));
  }
}

/** Ends what an earlier run left behind. */
export async function endLeftService(dir: string, { name }: Provider): Promise<void> {
  const pid = readState(dir, name)?.pid;
  if (pid !== undefined) await endIfOurs(name, pid);
}

async function endIfOurs(name: string, pid: number): Promise<void> {
  if (isOurs(pid, serviceEntry(name))) await endProcess(pid, 5000);
}

const stateFile = (dir: string, name: string): string => join(dir, `${name}.service.json`);

function readState(dir: string, name: string): State | undefined {
  const file = stateFile(dir, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}

function ask(url: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { timeout: 2000, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).on('error', reject);
  });
}
