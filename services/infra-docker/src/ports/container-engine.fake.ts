import { ContainerEngineError } from './container-engine.ts';
import type {
  AddressUse, Capacity, Container, ContainerEngine, ContainerEngineErrorCode, ContainerEvent, ContainerFile, ContainerSpec, ContainerState, ExecRequest, ExecResult,
} from './container-engine.ts';

type Step = Exclude<keyof ContainerEngine, 'watch'>;
type ExecHandler = (request: ExecRequest, name: string) => Partial<ExecResult> | undefined | Promise<Partial<ExecResult> | undefined>;
type ContainerPatch = { -readonly [Key in keyof Container]?: Container[Key] };

interface Watcher {
  readonly labels: Readonly<Record<string, string>>;
  readonly onEvent: (event: ContainerEvent) => void;
}

/**
 * A container engine without containers.
 *
 * - knobs: `failNext`, `failAlways`, `heal`, `onExec`, `set`, `stop`, `emit`, `hasFixedAddresses`, `unlisted`, `removeImage`, `host`; every image exists unless `images` is given
 * - memory: `containers`, `specs`, `execs`, `files`, `signals`, `loadedImages`, `pulledImages`, `calls`
 */
export class FakeContainerEngine implements ContainerEngine {
  readonly containers = new Map<string, Container>();
  readonly specs = new Map<string, ContainerSpec>();
  readonly execs: { readonly name: string; readonly request: ExecRequest }[] = [];
  /** `container:path` → content and mode. */
  readonly files = new Map<string, { readonly content: string; readonly mode: number | undefined }>();
  readonly signals: { readonly name: string; readonly signalName: string }[] = [];
  /** `container image`, in order. */
  readonly loadedImages: string[] = [];
  readonly pulledImages: string[] = [];
  /** Every call, as `step name`. */
  readonly calls: string[] = [];
  readonly logLines = new Map<string, string>();
  /** False: as in a network whose subnets the engine chose, containers get whatever address comes next. */
  hasFixedAddresses = true;
  /** Addresses that somebody has whom the engine does not list, as the gateway does. */
  readonly unlisted = new Set<string>();
  host: Capacity = { cpu: 8, memoryBytes: 16 * 1024 ** 3 };
  readonly #images: Set<string> | undefined;
  readonly #pullable: Set<string>;
  readonly #failures: { readonly step: Step; readonly error: Error; readonly once: boolean; readonly name: string | undefined }[] = [];
  readonly #execHandlers: { readonly match: (line: string) => boolean; readonly handler: ExecHandler }[] = [];
  readonly #watchers = new Set<Watcher>();
  #nextAddress = 2;
  readonly #made = new Map<string, number>();

  constructor({ images, pullable = [] }: { readonly images?: readonly string[]; readonly pullable?: readonly string[] } = {}) {
    this.#images = images && new Set(images);
    this.#pullable = new Set(pullable);
  }

  /** The next such call fails, once; with a name, the next one for that container or image. */
  failNext(step: Step, error: ContainerEngineErrorCode | Error, name?: string): this {
    this.#failures.push({ step, error: toEngineError(error, step), once: true, name });
    return this;
  }

  /** Every such call fails until `heal`. */
  failAlways(step: Step, error: ContainerEngineErrorCode | Error, name?: string): this {
    this.#failures.push({ step, error: toEngineError(error, step), once: false, name });
    return this;
  }

  heal(): this {
    this.#failures.length = 0;
    return this;
  }

  /** Answers commands whose words, joined by blanks, contain this text; later handlers go first, and undefined asks the next one. Exit code 0 and no output where nothing answers. */
  onExec(contains: string | RegExp, answer: Partial<ExecResult> | ExecHandler): this {
    const match = (line: string): boolean => (typeof contains === 'string' ? line.includes(contains) : contains.test(line));
    this.#execHandlers.unshift({ match, handler: typeof answer === 'function' ? answer : () => answer });
    return this;
  }

  /** Takes an image away, as users do to make room. */
  removeImage(image: string): this {
    this.#images?.delete(image);
    return this;
  }

  /** Puts a container there, or changes one, as others may do. */
  set(name: string, patch: ContainerPatch = {}): Container {
    const known = this.containers.get(name);
    const container: Container = { ...(known ?? { id: this.#newID(name), name, image: 'node', state: 'running', labels: {}, ...this.#addresses() }), ...patch };
    this.containers.set(name, container);
    return container;
  }

  /** Ends the first process of a container, and tells watchers. */
  stop(name: string, exitCode = 137, state: ContainerState = 'exited'): this {
    const { labels } = this.set(name, { state, exitCode, ipv4: undefined, ipv6: undefined });
    return this.emit({ action: 'die', name, labels });
  }

  /** Tells watchers whose labels match; `connected` and `disconnected` go to all. */
  emit(event: ContainerEvent): this {
    for (const { labels, onEvent } of this.#watchers) {
      if (event.action.endsWith('connected') || carries(event.labels, labels)) onEvent(event);
    }
    return this;
  }

  async get(name: string): Promise<Container | undefined> {
    this.#called('get', name);
    return this.containers.get(name);
  }

  async list(labels: Readonly<Record<string, string>>): Promise<readonly Container[]> {
    this.#called('list', JSON.stringify(labels));
    return [...this.containers.values()].filter((container) => carries(container.labels, labels));
  }

  async run(spec: ContainerSpec): Promise<Container> {
    this.#called('run', spec.name);
    if (!this.#has(spec.image)) throw new ContainerEngineError('ImageNotFound', `no such image: ${spec.image}`);
    const known = this.containers.get(spec.name);
    if (known?.state === 'running') return known;
    const { name, image, labels, address } = spec;
    if (address !== undefined) this.#reserve(address);
    this.specs.set(name, spec);
    const given = address === undefined ? {} : { [address.includes(':') ? 'ipv6' : 'ipv4']: address };
    const container = this.set(name, { image, labels, state: 'running', exitCode: undefined, endedAt: undefined, ...this.#addresses(), ...given });
    this.emit({ action: 'start', name, labels });
    return container;
  }

  async addressUse(_network: string, address: string): Promise<AddressUse> {
    this.#called('addressUse', address);
    if (!/^(172\.18\.|fc00:f853:ccd:e793:)/.test(address)) return { kind: 'outside' };
    const by = this.#holderOf(address);
    return by === undefined ? { kind: 'free' } : { kind: 'taken', by };
  }

  async remove(name: string): Promise<void> {
    this.#called('remove', name);
    const known = this.containers.get(name);
    if (!known) return;
    this.containers.delete(name);
    for (const key of this.files.keys()) if (key.startsWith(`${name}:`)) this.files.delete(key);
    this.emit({ action: 'destroy', name, labels: known.labels });
  }

  async exec(name: string, request: ExecRequest): Promise<ExecResult> {
    this.#called('exec', name);
    this.#running(name);
    this.execs.push({ name, request });
    const line = request.command.join(' ');
    for (const { match, handler } of this.#execHandlers) {
      const answer = match(line) ? await handler(request, name) : undefined;
      if (answer) return { exitCode: 0, stdout: '', stderr: '', ...answer };
    }
    return { exitCode: 0, stdout: '', stderr: '' };
  }

  async writeFile(name: string, { path, content, mode = 0o644 }: ContainerFile): Promise<void> {
    this.#called('writeFile', name);
    this.#existing(name);
    this.files.set(`${name}:${path}`, { content: typeof content === 'string' ? content : Buffer.from(content).toString(), mode });
  }

  async kill(name: string, signalName: string): Promise<void> {
    this.#called('kill', name);
    this.#running(name);
    this.signals.push({ name, signalName });
  }

  async hasImage(image: string): Promise<boolean> {
    this.#called('hasImage', image);
    return this.#has(image);
  }

  async ensureImage(image: string): Promise<void> {
    this.#called('ensureImage', image);
    if (this.#has(image)) return;
    if (!this.#pullable.has(image)) throw new ContainerEngineError('ImageNotFound', `no such image: ${image}`);
    this.#images?.add(image);
    this.pulledImages.push(image);
  }

  async logs(name: string, tailLines: number): Promise<string> {
    this.#called('logs', name);
    this.#existing(name);
    return (this.logLines.get(name) ?? '').split('\n').slice(-tailLines).join('\n');
  }

  async loadImageIntoNode(image: string, name: string): Promise<void> {
    this.#called('loadImageIntoNode', name);
    if (!this.#has(image)) throw new ContainerEngineError('ImageNotFound', `no such image: ${image}`);
    this.#running(name);
    this.loadedImages.push(`${name} ${image}`);
  }

  async capacity(): Promise<Capacity> {
    this.#called('capacity', '');
    return this.host;
  }

  watch(labels: Readonly<Record<string, string>>, onEvent: (event: ContainerEvent) => void, signal: AbortSignal): void {
    const watcher = { labels, onEvent };
    this.#watchers.add(watcher);
    signal.addEventListener('abort', () => this.#watchers.delete(watcher), { once: true });
    queueMicrotask(() => {
      if (this.#watchers.has(watcher)) onEvent({ action: 'connected', name: '', labels: {} });
    });
  }

  /** A container made anew is another one. */
  #newID(name: string): string {
    const made = (this.#made.get(name) ?? 0) + 1;
    this.#made.set(name, made);
    return made === 1 ? `id-${name}` : `id-${name}-${String(made)}`;
  }

  #reserve(address: string): void {
    if (!this.hasFixedAddresses) throw new ContainerEngineError('AddressRefused', 'container engine: user specified IP address is supported only with user configured subnets');
    if (this.unlisted.has(address) || this.#holderOf(address)) throw new ContainerEngineError('AddressInUse', 'container engine: Address already in use');
  }

  #holderOf(address: string): string | undefined {
    return [...this.containers.values()].find(({ ipv4, ipv6 }) => [ipv4, ipv6].includes(address))?.name;
  }

  #has(image: string): boolean {
    return this.#images?.has(image) ?? true;
  }

  #existing(name: string): Container {
    const container = this.containers.get(name);
    if (!container) throw new ContainerEngineError('ContainerNotFound', `no such container: ${name}`);
    return container;
  }

  #running(name: string): void {
    const { state } = this.#existing(name);
    if (state !== 'running') throw new ContainerEngineError('Refused', `container ${name} is not running: ${state}`);
  }

  #addresses(): { readonly ipv4: string; readonly ipv6: string } {
    const host = this.#nextAddress++;
    return { ipv4: `172.18.0.${String(host)}`, ipv6: `fc00:f853:ccd:e793::${host.toString(16)}` };
  }

  #called(step: Step, name: string): void {
    this.calls.push(`${step} ${name}`);
    const index = this.#failures.findIndex((failure) => failure.step === step && (failure.name === undefined || failure.name === name));
    const failure = this.#failures[index];
    if (!failure) return;
    if (failure.once) this.#failures.splice(index, 1);
    throw failure.error;
  }
}

function toEngineError(error: ContainerEngineErrorCode | Error, step: Step): Error {
  return typeof error === 'string' ? new ContainerEngineError(error, `${step} failed as the test wants: ${error}`) : error;
}

function carries(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
