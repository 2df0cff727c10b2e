import type { ContainerEngine } from './container-engine.ts';
import { ContainerEngineError } from './container-engine.ts';
import type { MachineBootstrap, MachineBootstrapRequest, MachineBootstrapState } from './machine-bootstrap.ts';

/**
 * Bootstraps that tests finish; what a container did is lost with it.
 *
 * - knobs: `set`, `failStart`
 * - memory: `started`
 */
export class FakeMachineBootstrap implements MachineBootstrap {
  readonly started: { readonly container: string; readonly request: MachineBootstrapRequest }[] = [];
  readonly #engine: ContainerEngine;
  readonly #states = new Map<string, MachineBootstrapState>();
  #startError: Error | undefined;

  constructor(engine: ContainerEngine) {
    this.#engine = engine;
  }

  /** Moves the bootstrap of the container that has this name now. */
  async set(container: string, state: MachineBootstrapState): Promise<void> {
    this.#states.set(await this.#idOf(container), state);
  }

  failStart(error: Error | undefined): void {
    this.#startError = error;
  }

  async read(container: string): Promise<MachineBootstrapState> {
    return this.#states.get(await this.#idOf(container)) ?? { state: 'absent' };
  }

  async start(container: string, request: MachineBootstrapRequest): Promise<void> {
    if (this.#startError) throw this.#startError;
    const id = await this.#idOf(container);
    if (this.#states.has(id)) return;
    this.#states.set(id, { state: 'running', step: '1/2 run kubeadm' });
    this.started.push({ container, request });
  }

  async #idOf(name: string): Promise<string> {
    const container = await this.#engine.get(name);
    if (container?.state !== 'running') throw new ContainerEngineError('ContainerNotFound', `no such container: ${name}`);
    return `${container.id} ${container.ipv4 ?? ''}`;
  }
}
