import type { BootstrapFacts, BootstrapFormat } from '../bootstrap-data/bootstrap-plan.ts';

/** Where the bootstrap of a machine stands. */
export interface MachineBootstrapState {
  /** `failed` is for good: what kubeadm has begun cannot be begun again. */
  readonly state: 'absent' | 'running' | 'done' | 'failed';
  /** The step that runs, or that failed. */
  readonly step?: string | undefined;
  /** Of the failed step, where it ended by itself. */
  readonly exitCode?: number | undefined;
  /** Why it failed: by itself, because its time was over, or because the container was restarted meanwhile. */
  readonly cause?: 'exitCode' | 'timeout' | 'interrupted' | undefined;
  readonly logTail?: string | undefined;
}

export interface MachineBootstrapRequest {
  readonly data: Uint8Array;
  readonly format: BootstrapFormat;
  readonly facts: BootstrapFacts;
  readonly timeoutSeconds: number;
}

/**
 * Executes bootstrap data inside machines.
 *
 * Guarantees: at most once in the life of a container, however often it is started and whoever asks. Errors: `ContainerEngineError`, and `BootstrapDataError` where nobody could execute the data.
 */
export interface MachineBootstrap {
  read(container: string, signal: AbortSignal): Promise<MachineBootstrapState>;
  /** Returns at once; what was started goes on when this process dies. */
  start(container: string, request: MachineBootstrapRequest, signal: AbortSignal): Promise<void>;
}
