import { containerClusterLabel, containerRoleLabel, keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { TerminalError } from '@clusterwright/api/errors';
import { addressesOf } from '../containers/ip-family.ts';
import type { IPFamily } from '../containers/ip-family.ts';
import { belongsTo, containerLabels, loadBalancerContainerName } from '../containers/container-names.ts';
import { getOwnContainer, removeOwnContainer } from '../containers/container-ownership.ts';
import { ContainerEngineError } from '../ports/container-engine.ts';
import type { AddressUse, Container, ContainerEngine } from '../ports/container-engine.ts';
import { defaultHAProxyConfig } from './haproxy-config.ts';
import type { BackendServer, HAProxyConfigData } from './haproxy-config.ts';
import { renderHAProxyTemplate } from './haproxy-template.ts';

const configPath = '/usr/local/etc/haproxy/haproxy.cfg';
/** In the foreground, with a master process that reloads on SIGHUP without dropping connections. */
const entrypoint = ['haproxy', '-W', '-db', '-f', configPath];
const apiServerPort = 6443;
const statsPort = 8404;
const longestRefusal = 500;

export interface LoadBalancerSpec {
  readonly cluster: ObjectKey;
  readonly image: string;
  /** Where clients connect. */
  readonly port: number;
  readonly ipFamily: IPFamily;
}

/** What a load balancer is made from. */
export interface LoadBalancerPlace {
  /** What is there now. */
  readonly known: Container | undefined;
  /** Where it belongs; undefined where that does not matter. */
  readonly address: string | undefined;
}

/** A load balancer that runs. */
export interface LoadBalancerState {
  readonly container: Container;
  /** Why it is not where it belongs. */
  readonly misplaced?: Misplaced | undefined;
}

export interface Misplaced {
  readonly message: string;
  /** No other try can help while this container runs. */
  readonly isFinal: boolean;
}

export interface LoadBalancerConfigRequest extends LoadBalancerSpec {
  /** A configuration template of the user's. */
  readonly template: string | undefined;
  /** Asked while nobody else configures this load balancer: container name → weight; 100 for containers it does not name. */
  readonly weights: () => Promise<Readonly<Record<string, number>>>;
  /** Where the caller has just looked at it. */
  readonly container?: Container | undefined;
}

/** On a load balancer that runs elsewhere because the engine refused it its address, and how. Each try takes it away for a moment, so it is not made again. */
const refusedLabel = 'clusterwright.dev/address-refused';

/** The image of a load balancer: kind's where nothing else is asked for. Pure. */
export function loadBalancerImage({ imageRepository, imageTag }: { readonly imageRepository?: string | undefined; readonly imageTag?: string | undefined } = {}): string {
  return `${imageRepository || 'kindest'}/haproxy:${imageTag || 'v20230606-42a2262b'}`;
}

/**
 * The load balancer containers in front of API servers (spec DEV-02).
 *
 * Errors: `ContainerEngineError`, `TerminalError` where the user's template cannot be rendered, or makes what HAProxy does not read.
 */
export class LoadBalancers {
  readonly #engine: ContainerEngine;
  readonly #network: string;
  /** Cluster → the configuration that this process loaded into its container. Forgotten with the process: one reload more does no harm, a missing one would. */
  readonly #loaded = new Map<string, { readonly containerID: string; readonly config: string }>();
  readonly #queues = new Map<string, Promise<unknown>>();
  constructor({ engine, network }: { readonly engine: ContainerEngine; readonly network: string }) {
    this.#engine = engine;
    this.#network = network;
  }

  /**
   * Makes sure that the container runs, where it belongs. What runs elsewhere is made anew there: nothing but its configuration is in it.
   * Where that cannot be it runs at another address, which is of use to who asks for its published ports.
   */
  async ensure(spec: LoadBalancerSpec, { known, address }: LoadBalancerPlace, signal: AbortSignal): Promise<LoadBalancerState> {
    const running = known?.state === 'running' ? known : undefined;
    const anywhere = async (): Promise<Container> => running ?? await this.#runAnew(spec, { known }, signal);
    if (address === undefined) return { container: await anywhere() };
    const settled = running && this.#settled(running, address);
    if (settled) return settled;
    const use = await this.#useOf(spec.cluster, address, signal);
    switch (use.kind) {
      case 'outside':
        return { container: await anywhere() };
      case 'free':
        return this.#place(spec, { known, address }, signal);
      case 'taken': {
        const container = await anywhere();
        return { container, misplaced: { message: `container ${use.by} has ${address}; load balancer ${container.name} gets it once it is free`, isFinal: false } };
      }
    }
  }

  /** Undefined where it may be worth while to move it. */
  #settled(running: Container, address: string): LoadBalancerState | undefined {
    if (isAt(running, address)) return { container: running };
    const refusal = running.labels[refusedLabel];
    return refusal === undefined ? undefined : { container: running, misplaced: this.#refused(running, address, refusal) };
  }

  /** One of ours that does not serve, such as a paused one, is in nobody's way. */
  async #useOf(cluster: ObjectKey, address: string, signal: AbortSignal): Promise<AddressUse> {
    const use = await this.#engine.addressUse(this.#network, address, signal);
    return use.kind === 'taken' && use.by === loadBalancerContainerName(cluster.name) ? { kind: 'free' } : use;
  }

  async #place(spec: LoadBalancerSpec, { known, address }: { readonly known: Container | undefined; readonly address: string }, signal: AbortSignal): Promise<LoadBalancerState> {
    try {
      return { container: await this.#runAnew(spec, { known, address }, signal) };
    } catch (error) {
      const refusal = error instanceof ContainerEngineError ? error.code : '';
      if (refusal !== 'AddressRefused' && refusal !== 'AddressInUse') throw error;
      const container = await this.#runAnew(spec, { others: { [refusedLabel]: refusal } }, signal);
      return { container, misplaced: this.#refused(container, address, refusal) };
    }
  }

  #refused({ name }: Container, address: string, refusal: string): Misplaced {
    const message = refusal === 'AddressInUse'
      ? `somebody whom the engine does not list has ${address}; once he is gone, remove container ${name}, which makes it anew there`
      : `network ${this.#network} does not give ${address} to anybody, so load balancer ${name} did not get it back; `
        + 'remove the network while no container is in it, and it is made anew with room for fixed addresses';
    return { message, isFinal: true };
  }

  /** What is there may have ended because of what is in it, such as a configuration that a full disk cut off. */
  async #runAnew({ cluster, image, port }: LoadBalancerSpec, { known, address, others }: RunOptions, signal: AbortSignal): Promise<Container> {
    if (known) await this.#engine.remove(known.name, signal);
    const ports = [{ containerPort: port }, { containerPort: statsPort }];
    const labels = containerLabels({ cluster, role: 'external-load-balancer', others });
    return this.#engine.run({ name: loadBalancerContainerName(cluster.name), image, network: this.#network, address, labels, entrypoint, ports }, signal);
  }

  /**
   * Sends traffic to the API servers that exist now; reloads only where that changes something. Says whether there is a load balancer at all.
   *
   * Several machines may ask at the same time: what is looked at is looked at by one after the other, so that no older list overwrites a newer one.
   */
  configure(request: LoadBalancerConfigRequest, signal: AbortSignal): Promise<'configured' | 'absent'> {
    const key = keyString(request.cluster);
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#configure(request, signal));
    this.#queues.set(key, mine);
    const forget = (): void => void (this.#queues.get(key) === mine && this.#queues.delete(key));
    mine.then(forget, forget);
    return mine;
  }

  async remove(cluster: ObjectKey, signal: AbortSignal): Promise<void> {
    await removeOwnContainer(this.#engine, loadBalancerContainerName(cluster.name), cluster, signal);
    this.#loaded.delete(keyString(cluster));
  }

  async #configure(request: LoadBalancerConfigRequest, signal: AbortSignal): Promise<'configured' | 'absent'> {
    const name = loadBalancerContainerName(request.cluster.name);
    const container = request.container ?? await getOwnContainer(this.#engine, name, request.cluster, signal);
    if (container?.state !== 'running') return 'absent';
    const data = await this.#dataOf(request, signal);
    const config = request.template ? renderHAProxyTemplate(request.template, data) : defaultHAProxyConfig(data);
    const key = keyString(request.cluster);
    const loaded = this.#loaded.get(key);
    if (loaded?.containerID === container.id && loaded.config === config) return 'configured';
    // Ours is known to be good.
    if (request.template) await this.#check(name, config, signal);
    // Between the two a kill would leave the file without its reload: what counts as loaded is known only after the signal.
    this.#loaded.delete(key);
    await this.#engine.writeFile(name, { path: configPath, content: config }, signal);
    await this.#engine.kill(name, 'SIGHUP', signal);
    this.#loaded.set(key, { containerID: container.id, config });
    return 'configured';
  }

  /** HAProxy goes on with its old configuration where it cannot read a new one, and says so to nobody; after a restart of its container it would not even start. */
  async #check(name: string, config: string, signal: AbortSignal): Promise<void> {
    const candidate = `${configPath}.new`;
    await this.#engine.writeFile(name, { path: candidate, content: config }, signal);
    const { exitCode, stdout, stderr } = await this.#engine.exec(name, { command: ['haproxy', '-c', '-f', candidate] }, signal);
    if (exitCode !== 0) throw new TerminalError(`HAProxy refuses the configuration that its template makes: ${(stderr || stdout).trim().slice(0, longestRefusal)}`);
  }

  async #dataOf({ cluster, port, ipFamily, weights }: LoadBalancerConfigRequest, signal: AbortSignal): Promise<HAProxyConfigData> {
    const weightOf = await weights();
    const nodes = await this.#engine.list({ [containerClusterLabel]: cluster.name, [containerRoleLabel]: 'control-plane' }, signal);
    const servers = nodes.flatMap((node): [string, BackendServer][] => {
      const [address] = addressesOf(node, ipFamily === 'IPv6' ? 'IPv6' : 'IPv4');
      return belongsTo(node, cluster) && address !== undefined ? [[node.name, { Address: address, Weight: weightOf[node.name] ?? 100 }]] : [];
    });
    return {
      FrontendControlPlanePort: String(port),
      BackendControlPlanePort: String(apiServerPort),
      BackendServers: Object.fromEntries(servers.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      IPv6: ipFamily === 'IPv6',
    };
  }
}

interface RunOptions {
  readonly known?: Container | undefined;
  readonly address?: string | undefined;
  readonly others?: Readonly<Record<string, string>>;
}

function isAt({ ipv4, ipv6 }: Container, address: string): boolean {
  return ipv4 === address || ipv6 === address;
}
