import { join } from 'node:path';
import { DevelopmentSetupError, startControlPlane, stopControlPlane } from '@clusterwright/test-env';
import type { ControlPlane } from '@clusterwright/test-env';
import { installProvider, isBuilt, providers } from './providers.ts';
import type { Provider } from './providers.ts';
import { ServiceProcess, endLeftService } from './service-process.ts';

export interface StackOptions {
  /** Everything lives here: etcd data, certificates, kubeconfigs, logs. */
  readonly dir: string;
  readonly progress?: (line: string) => void;
  /** Further flags of services, by name. */
  readonly flags?: Readonly<Record<string, readonly string[]>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Start a crashed service again; otherwise only `onCrash` is told. */
  readonly restart?: boolean;
  readonly onCrash?: (name: string, how: string, log: string) => void;
  /** Puts something between the services and the API server; returns the address services use. */
  readonly between?: (controlPlane: ControlPlane) => Promise<string>;
}

/** A management control plane with all providers, on loopback: each manager is a process with its own ServiceAccount and no other rights. */
export class Stack {
  readonly controlPlane: ControlPlane;
  readonly services: readonly ServiceProcess[];
  readonly #kubeconfigs: ReadonlyMap<string, string>;
  #stopping = false;

  private constructor(controlPlane: ControlPlane, services: readonly ServiceProcess[], kubeconfigs: ReadonlyMap<string, string>) {
    this.controlPlane = controlPlane;
    this.services = services;
    this.#kubeconfigs = kubeconfigs;
  }

  /** Starts everything, or what is missing of it; resolves when every service is ready. */
  static async start({ dir, progress = () => {}, flags = {}, env = {}, restart = false, onCrash, between }: StackOptions): Promise<Stack> {
    const missing = providers.filter((provider) => !isBuilt(provider)).map(({ name }) => name);
    if (missing.length > 0) throw new DevelopmentSetupError(`not built: ${missing.join(', ')}. Run make build.`);
    progress('starting etcd, kube-apiserver and kube-controller-manager');
    const crashed = (name: string, how: string, log: string): void => {
      onCrash?.(name, how, log);
      if (restart) setTimeout(() => void stack?.startService(name).catch((error: unknown) => progress(String(error))), 1000);
    };
    const prepared: ServiceProcess[] = [];
    let stack: Stack | undefined;
    const controlPlane = await startControlPlane({
      dir,
      progress,
      beforeControllers: async (started) => {
        progress(`installing ${providers.map(({ name }) => name).join(', ')}`);
        prepared.push(...(await Promise.all(providers.map((provider) => ServiceProcess.prepare(provider, { dir, flags: flags[provider.name] ?? [], env, onCrash: crashed })))));
        await Promise.all(providers.map((provider, index) => installProvider(started, provider, prepared[index]?.ports.webhook ?? 0)));
      },
    });
    try {
      const server = await between?.(controlPlane);
      const kubeconfigs = await Promise.all(providers.map(async (provider): Promise<[string, string]> => [provider.name, await credentials(controlPlane, provider, server)]));
      stack = new Stack(controlPlane, prepared, new Map(kubeconfigs));
      progress('starting the four services');
      await stack.startAll();
    } catch (error) {
      await Promise.all(prepared.map((service) => service.stop({ graceMs: 0 })));
      await controlPlane.stop();
      throw error;
    }
    return stack;
  }

  service(name: string): ServiceProcess {
    const service = this.services.find((candidate) => candidate.name === name);
    if (!service) throw new Error(`no service ${name}`);
    return service;
  }

  /** Starts every service that does not run; resolves when all are ready. */
  async startAll(): Promise<void> {
    await Promise.all(this.services.map(({ name }) => this.startService(name)));
  }

  /** Starts one service and waits until it is ready. */
  async startService(name: string): Promise<void> {
    const service = this.service(name);
    const kubeconfig = this.#kubeconfigs.get(name);
    if (this.#stopping || service.pid !== undefined || kubeconfig === undefined) return;
    await service.ready(service.start(kubeconfig));
  }

  /** Ends everything that was started; with `discard` the data goes too. */
  async stop({ discard = false }: { discard?: boolean } = {}): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.services.map((service) => service.stop({ graceMs: discard ? 0 : 5000 })));
    await this.controlPlane.stop({ discard });
  }
}

function credentials(controlPlane: ControlPlane, { namespace, serviceAccount }: Provider, server: string | undefined): Promise<string> {
  return controlPlane.serviceAccountKubeconfig({ namespace, name: serviceAccount }, server ? { server } : {});
}

/** Ends what an earlier process left running in a folder. */
export async function stopLeftStack(dir: string): Promise<void> {
  await Promise.all(providers.map((provider) => endLeftService(dir, provider)));
  await stopControlPlane(dir);
}

/** Where tools keep what they make: in the clone, out of git. */
export const workFolder = (name: string): string => join(new URL('../../.work/', import.meta.url).pathname, name);
