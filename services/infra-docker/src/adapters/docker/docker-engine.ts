import { posix } from 'node:path';
import { systemClock } from '@clusterwright/controller-runtime';
import type { Clock } from '@clusterwright/controller-runtime/clock';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { AddressUse, Capacity, Container, ContainerEngine, ContainerEvent, ContainerFile, ContainerSpec, ExecRequest, ExecResult } from '../../ports/container-engine.ts';
import { containerConfig } from './container-config.ts';
import type { EngineFacts, NodeRights } from './container-config.ts';
import { fromInspect, fromList, isInMemory } from './container-answers.ts';
import type { InfoAnswer, InspectAnswer, ListAnswer } from './container-answers.ts';
import type { EngineAddress } from './engine-address.ts';
import { EngineConnection } from './engine-connection.ts';
import { hasEngineCode, isPrivilegeRefusal, isRemovalInProgress, unknownCapability } from './engine-errors.ts';
import { followEvents, labelFilter } from './engine-events.ts';
import { execInContainer } from './engine-exec.ts';
import { EngineImages } from './engine-images.ts';
import { EngineAddresses } from './engine-addresses.ts';
import { EngineCreations } from './engine-creations.ts';
import { EngineNetworks } from './engine-network.ts';
import type { EngineNetwork } from './engine-network.ts';
import { multiplexedOutput, plainOutput } from './multiplexed-stream.ts';
import { LearnedNodeRights } from './node-rights.ts';
import { proxyEnvironment } from './proxy-environment.ts';
import { RightsProbe } from './rights-probe.ts';
import { singleFileArchive } from './single-file-archive.ts';

export interface DockerEngineOptions {
  readonly address: EngineAddress;
  /** Where proxy settings for nodes come from. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly timeouts?: Partial<EngineTimeouts>;
}

export interface EngineTimeouts {
  /** Questions that the engine answers from memory. */
  readonly shortMs: number;
  /** Creating, starting and removing a container. */
  readonly lifecycleMs: number;
  readonly execMs: number;
  /** Moving an image. */
  readonly imageMs: number;
}

/** What one try to make a container asks for. */
interface Attempt {
  readonly spec: ContainerSpec;
  readonly rights: NodeRights;
  readonly network: EngineNetwork;
  readonly addresses: readonly string[];
  /** Addresses that turned out to be somebody else's. */
  readonly avoid: Set<string>;
}

const defaultTimeouts: EngineTimeouts = { shortMs: 30_000, lifecycleMs: 120_000, execMs: 120_000, imageMs: 900_000 };
const logLimitBytes = 4 * 1024 * 1024;
const removalPollMs = 200;

/** Docker, or what speaks its API (1.40 and newer), over its socket. See docs/adr/0011. */
export class DockerEngine implements ContainerEngine {
  readonly #connection: EngineConnection;
  readonly #networks: EngineNetworks;
  readonly #addresses: EngineAddresses;
  readonly #creations: EngineCreations;
  readonly #images: EngineImages;
  readonly #rights: LearnedNodeRights;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #clock: Clock;
  readonly #timeouts: EngineTimeouts;
  #facts: EngineFacts | undefined;

  constructor({ address, environment = {}, clock = systemClock, timeouts = {} }: DockerEngineOptions) {
    this.#connection = new EngineConnection(address);
    this.#networks = new EngineNetworks({ connection: this.#connection, now: () => clock.now() });
    this.#timeouts = { ...defaultTimeouts, ...timeouts };
    this.#addresses = new EngineAddresses(this.#connection, this.#networks, this.#timeouts);
    this.#creations = new EngineCreations({ connection: this.#connection, clock, timeouts: this.#timeouts });
    this.#images = new EngineImages(this.#connection, this.#timeouts);
    this.#rights = new LearnedNodeRights(new RightsProbe({ connection: this.#connection, timeouts: this.#timeouts, now: () => clock.now(), remove: (container) => this.remove(container) }));
    this.#environment = environment;
    this.#clock = clock;
  }

  async get(name: string, signal?: AbortSignal): Promise<Container | undefined> {
    const answer = await this.#inspect(name, signal);
    return answer && fromInspect(answer);
  }

  async list(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly Container[]> {
    const filters = JSON.stringify({ label: labelFilter(labels) });
    const answers = await this.#connection.json<readonly ListAnswer[]>({ path: '/containers/json', query: { all: 'true', filters }, timeoutMs: this.#timeouts.shortMs, signal });
    return answers.map(fromList);
  }

  async run(spec: ContainerSpec, signal?: AbortSignal): Promise<Container> {
    const existing = await this.#inspect(spec.name, signal);
    if (existing) return await this.#complete(existing, spec, signal);
    await this.#createAndStart(spec, signal);
    return await this.#require(spec.name, signal);
  }

  async addressUse(network: string, address: string, signal?: AbortSignal): Promise<AddressUse> {
    return await this.#addresses.use(network, address, signal);
  }

  async remove(name: string, signal?: AbortSignal): Promise<void> {
    await this.#creations.settled(name, signal);
    try {
      await this.#connection.bytes({ method: 'DELETE', path: containerPath(name), query: { force: 'true', v: 'true' }, timeoutMs: this.#timeouts.lifecycleMs, signal });
    } catch (error) {
      if (hasEngineCode(error, 'ContainerNotFound')) return;
      if (!isRemovalInProgress(error)) throw error;
      await this.#waitUntilRemoved(name, signal);
    }
  }

  async exec(name: string, request: ExecRequest, signal?: AbortSignal): Promise<ExecResult> {
    return await execInContainer(this.#connection, name, { ...request, timeoutMs: this.#timeouts.execMs, signal });
  }

  async writeFile(name: string, { path, content, mode = 0o644 }: ContainerFile, signal?: AbortSignal): Promise<void> {
    const container = await this.#inspect(name, signal);
    if (!container) throw new ContainerEngineError('ContainerNotFound', `no such container: ${name}`);
    // An archive would land below what is mounted in memory, where no process of the container sees it.
    if (isInMemory(container, path)) return await this.#writeFromInside(name, { path, content, mode }, signal);
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const body = singleFileArchive(posix.basename(path), bytes, { mode, modifiedAt: this.#clock.now() });
    await this.#connection.bytes({ method: 'PUT', path: `${containerPath(name)}/archive`, query: { path: posix.dirname(path) }, body, timeoutMs: this.#timeouts.shortMs, signal });
  }

  async kill(name: string, signalName: string, signal?: AbortSignal): Promise<void> {
    await this.#connection.bytes({ method: 'POST', path: `${containerPath(name)}/kill`, query: { signal: signalName }, timeoutMs: this.#timeouts.shortMs, signal });
  }

  async hasImage(image: string, signal?: AbortSignal): Promise<boolean> {
    return await this.#images.has(image, signal);
  }

  async ensureImage(image: string, signal?: AbortSignal): Promise<void> {
    await this.#images.ensure(image, signal);
  }

  async logs(name: string, tailLines: number, signal?: AbortSignal): Promise<string> {
    const container = await this.#inspect(name, signal);
    if (!container) throw new ContainerEngineError('ContainerNotFound', `no such container: ${name}`);
    const output = container.Config.Tty ? plainOutput(logLimitBytes) : multiplexedOutput(logLimitBytes);
    const query = { stdout: 'true', stderr: 'true', tail: String(tailLines) };
    await this.#connection.each({ path: `${containerPath(name)}/logs`, query, timeoutMs: this.#timeouts.shortMs, signal }, (chunk) => output.push(chunk));
    return output.stdout() + output.stderr();
  }

  async loadImageIntoNode(image: string, name: string, signal?: AbortSignal): Promise<void> {
    const stdin = await this.#images.save(image, signal);
    const command = ['ctr', '--namespace=k8s.io', 'images', 'import', '-'];
    // Left alone, the engine would keep the archive open for ever where no process came to read it.
    const { exitCode, stderr, stdout } = await execInContainer(this.#connection, name, { command, stdin, timeoutMs: this.#timeouts.imageMs, signal }).finally(() => stdin.destroy());
    if (exitCode !== 0) throw writeFailure(`image ${image} could not be loaded into ${name}`, stderr || stdout);
  }

  async capacity(signal?: AbortSignal): Promise<Capacity> {
    const { NCPU, MemTotal } = await this.#info(signal);
    return { cpu: NCPU, memoryBytes: MemTotal };
  }

  watch(labels: Readonly<Record<string, string>>, onEvent: (event: ContainerEvent) => void, signal: AbortSignal): void {
    void followEvents({ connection: this.#connection, labels, clock: this.#clock, onEvent, signal });
  }

  /** Carries on where another attempt, perhaps of another process, stopped. */
  async #complete(existing: InspectAnswer, spec: ContainerSpec, signal?: AbortSignal): Promise<Container> {
    const container = fromInspect(existing);
    const foreign = Object.entries(spec.labels).find(([key, value]) => container.labels[key] !== value);
    if (foreign) throw new ContainerEngineError('NameInUse', `container ${spec.name} exists and is not ours: its label ${foreign[0]} is not ${foreign[1]}`);
    if (container.state === 'running') return container;

    const network = await this.#networks.ensure(spec.network, signal);
    const rights = existing.HostConfig.Privileged === true ? { kind: 'privileged' as const } : this.#rights.current;
    const started = await this.#start({ spec, rights, network, addresses: [], avoid: new Set() }, signal);
    if (started === 'again') await this.#createAndStart(spec, signal);
    return await this.#require(spec.name, signal);
  }

  /** Each turn of the loop has learned something that the one before did not know, so it ends. */
  async #createAndStart(spec: ContainerSpec, signal?: AbortSignal): Promise<void> {
    const avoid = new Set<string>();
    for (;;) {
      const network = await this.#networks.ensure(spec.network, signal);
      const addresses = await this.#addresses.choose(spec, network, { avoid, signal });
      const attempt = { spec, rights: this.#rights.current, network, addresses, avoid };
      const created = await this.#create(attempt, signal);
      if (created && await this.#start(attempt, signal) === 'started') return;
    }
  }

  /** False: the next try knows more. */
  async #create(attempt: Attempt, signal?: AbortSignal): Promise<boolean> {
    const { spec, rights, network, addresses } = attempt;
    const subnets = network.subnets.map(({ subnet }) => subnet);
    const proxy = spec.isNode ? proxyEnvironment(this.#environment, { subnets, name: spec.name }) : {};
    const body = containerConfig({ spec, rights, proxy, subnets, addresses, facts: await this.#engineFacts(signal) });
    try {
      await this.#creations.create(spec.name, body, signal);
      return true;
    } catch (error) {
      if (this.#learnAddress(error, attempt)) return false;
      const capability = unknownCapability(error);
      if (capability !== undefined && this.#rights.forget(capability)) return false;
      throw error;
    }
  }

  async #start(attempt: Attempt, signal?: AbortSignal): Promise<'started' | 'again'> {
    const { spec: { name } } = attempt;
    try {
      await this.#connection.bytes({ method: 'POST', path: `${containerPath(name)}/start`, timeoutMs: this.#timeouts.lifecycleMs, signal });
      return 'started';
    } catch (error) {
      if (hasEngineCode(error, 'Unreachable') || hasEngineCode(error, 'Timeout')) throw error;
      // One that could not start holds its ports and shows up as a machine that it never was. Where it cannot be removed either, as on a full disk, it is found again.
      const isRemoved = await this.remove(name, signal).then(() => true, () => false);
      if (isRemoved && (this.#learnAddress(error, attempt) || await this.#learnRights(error, attempt, signal))) return 'again';
      throw error;
    }
  }

  /** Whether the next try will ask for other addresses than the ones that were refused. */
  #learnAddress(error: unknown, { spec, network, addresses, avoid }: Attempt): boolean {
    if (spec.address !== undefined) return false;
    if (hasEngineCode(error, 'AddressRefused')) return this.#addresses.refuse(network, addresses);
    // Somebody was faster, or has it without the engine listing him, as the gateway does.
    const others = hasEngineCode(error, 'AddressInUse') ? addresses.filter((address) => !avoid.has(address)) : [];
    for (const address of others) avoid.add(address);
    return others.length > 0;
  }

  async #learnRights(error: unknown, { spec, rights }: Attempt, signal?: AbortSignal): Promise<boolean> {
    return spec.isNode === true && isPrivilegeRefusal(error) && await this.#rights.limit(spec.image, rights, signal);
  }

  async #waitUntilRemoved(name: string, signal?: AbortSignal): Promise<void> {
    for (let waitedMs = 0; waitedMs < this.#timeouts.lifecycleMs; waitedMs += removalPollMs) {
      if (!(await this.#inspect(name, signal))) return;
      signal?.throwIfAborted();
      await this.#clock.sleep(removalPollMs, signal);
    }
    throw new ContainerEngineError('Timeout', `container ${name} is being removed and still there after ${String(this.#timeouts.lifecycleMs / 1000)} s`);
  }

  async #require(name: string, signal?: AbortSignal): Promise<Container> {
    const container = await this.get(name, signal);
    if (!container) throw new ContainerEngineError('ContainerNotFound', `container ${name} was removed while it started`);
    return container;
  }

  async #inspect(name: string, signal?: AbortSignal): Promise<InspectAnswer | undefined> {
    await this.#creations.settled(name, signal);
    try {
      const answer = await this.#connection.json<InspectAnswer>({ path: `${containerPath(name)}/json`, timeoutMs: this.#timeouts.shortMs, signal });
      // The engine also finds containers by the beginning of their id.
      return answer.Name === `/${name}` ? answer : undefined;
    } catch (error) {
      if (hasEngineCode(error, 'ContainerNotFound')) return undefined;
      throw error;
    }
  }

  async #engineFacts(signal?: AbortSignal): Promise<EngineFacts> {
    if (this.#facts) return this.#facts;
    const { Driver = '', SecurityOptions } = await this.#info(signal);
    return (this.#facts = { storageDriver: Driver, securityOptions: SecurityOptions ?? [] });
  }

  async #info(signal?: AbortSignal): Promise<InfoAnswer> {
    return await this.#connection.json<InfoAnswer>({ path: '/info', timeoutMs: this.#timeouts.shortMs, signal });
  }

  async #writeFromInside(name: string, { path, content, mode = 0o644 }: ContainerFile, signal?: AbortSignal): Promise<void> {
    const script = 'umask 077; cat > "$1.new" && chmod "$2" "$1.new" && mv -f "$1.new" "$1"';
    const { exitCode, stderr } = await this.exec(name, { command: ['/bin/sh', '-c', script, 'sh', path, mode.toString(8)], stdin: content }, signal);
    if (exitCode !== 0) throw writeFailure(`${path} could not be written in ${name}`, stderr);
  }
}

function writeFailure(what: string, output: string): ContainerEngineError {
  return new ContainerEngineError(/no space left/i.test(output) ? 'NoSpace' : 'Refused', `${what}: ${output.trim().slice(-500)}`);
}

function containerPath(name: string): string {
  return `/containers/${encodeURIComponent(name)}`;
}
