import type { NodeRights } from './container-config.ts';
import { boundingSetScript, capabilitiesOf, readBoundingSet } from './capabilities.ts';

export interface ProbeContainer {
  /** Runs a shell script of this image among the processes of the engine's host, and tells what it printed. */
  run(image: string, script: string): Promise<string>;
}

/**
 * What nodes may do on this engine's host, learned by trying: everything first, and after a refusal what the engine itself is left with. Remembered, so that only the first node pays.
 * The engine may be on another machine, so its own processes are looked at, not ours.
 */
export class LearnedNodeRights {
  #rights: NodeRights = { kind: 'privileged' };
  #pending: Promise<string> | undefined;
  readonly #unknown = new Set<string>();
  readonly #probe: ProbeContainer;

  constructor(probe: ProbeContainer) {
    this.#probe = probe;
  }

  get current(): NodeRights {
    if (this.#rights.kind === 'privileged') return this.#rights;
    return { kind: 'limited', capabilities: this.#rights.capabilities.filter((name) => !this.#unknown.has(name)) };
  }

  /** A privileged container was refused. False where nothing else is left to try. */
  async limit(image: string, refused: NodeRights, signal?: AbortSignal): Promise<boolean> {
    // Another node may have learned it in the meantime.
    if (refused.kind !== 'privileged') return false;
    if (this.#rights.kind === 'limited') return true;
    // Nodes that start together ask once; no caller's signal may end what the others wait for.
    this.#pending ??= this.#probe.run(image, boundingSetScript).finally(() => (this.#pending = undefined));
    const boundingSet = readBoundingSet(await this.#pending);
    signal?.throwIfAborted();
    if (boundingSet === undefined) return false;
    this.#rights = { kind: 'limited', capabilities: capabilitiesOf(boundingSet) };
    return true;
  }

  /** The engine is older than this capability. False where that is known and said nevertheless. */
  forget(capability: string): boolean {
    if (this.#unknown.has(capability)) return false;
    this.#unknown.add(capability);
    return true;
  }
}
