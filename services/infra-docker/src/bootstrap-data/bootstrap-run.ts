import { ContainerEngineError } from '../ports/container-engine.ts';
import type { ContainerEngine, ExecRequest } from '../ports/container-engine.ts';
import type { BootstrapPlan } from './bootstrap-plan.ts';
import { bootstrapFolder, launcher, stateReader, stepsScript } from './bootstrap-script.ts';
import { withoutSecrets } from './one-line.ts';

export interface BootstrapState {
  /** `done` and `failed` are for good: a bootstrap is started once in the life of a container and never resumed. */
  readonly state: 'absent' | 'running' | 'done' | 'failed';
  /** `3/12 run kubeadm init …`: the step that runs, or that failed. */
  readonly step?: string | undefined;
  /** Of the failed step, where it ended by itself. */
  readonly exitCode?: number | undefined;
  /** Why it failed: by itself, because its time was over, or because the container was restarted meanwhile. */
  readonly cause?: 'exitCode' | 'timeout' | 'interrupted' | undefined;
  /** The last lines that the failed step printed, bounded. */
  readonly logTail?: string | undefined;
}

export interface StartBootstrapOptions {
  /** The whole bootstrap fails when it takes longer; no limit where absent. */
  readonly timeoutSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const tailBytes = 4096;
const tailLines = 30;

/**
 * Starts the plan inside the container and returns at once; the plan goes on when this process dies.
 *
 * Guarantees: starts at most once in the life of a container, however often it is called. Errors: `ContainerEngineError`.
 */
export async function startBootstrap(engine: ContainerEngine, containerName: string, plan: BootstrapPlan, { timeoutSeconds = 0, signal }: StartBootstrapOptions = {}): Promise<void> {
  const limit = String(Math.ceil(timeoutSeconds));
  await shell(engine, containerName, { command: [launcher, bootstrapFolder, limit], stdin: stepsScript(plan) }, signal);
}

/** Where the bootstrap of this container stands; any process may ask. Errors: `ContainerEngineError`. */
export async function readBootstrapState(engine: ContainerEngine, containerName: string, signal?: AbortSignal): Promise<BootstrapState> {
  return parseBootstrapState(await shell(engine, containerName, { command: [stateReader, bootstrapFolder, String(tailBytes)] }, signal));
}

/** Reads what the state reader printed. */
export function parseBootstrapState(output: string): BootstrapState {
  const [first = '', step = '', ...log] = output.split('\n');
  const [word = '', code] = first.split(' ');
  if (word === 'absent' || word === 'done') return { state: word };
  if (word === 'running') return { state: word, step };
  const failure = failureOf(word, Number(code));
  if (!failure) throw new ContainerEngineError('Refused', `state of the bootstrap: not understood: ${JSON.stringify(first.slice(0, 100))}`);
  return { state: 'failed', step, logTail: logTail(log), ...failure };
}

/** What `timeout` answers for a process that it ended, kindly or not. */
const timeoutExitCodes = [124, 137];

function failureOf(word: string, exitCode: number): Pick<BootstrapState, 'cause' | 'exitCode'> | undefined {
  if (word === 'failed') return { cause: 'exitCode', exitCode };
  if (word === 'stopped') return { cause: timeoutExitCodes.includes(exitCode) ? 'timeout' : 'interrupted' };
  return word === 'interrupted' ? { cause: 'interrupted' } : undefined;
}

async function shell(engine: ContainerEngine, name: string, { command: [script = '', ...words], stdin }: ExecRequest, signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await engine.exec(name, { command: ['/bin/sh', '-c', script, 'bootstrap', ...words], stdin }, signal);
  if (exitCode === 0) return stdout;
  throw new ContainerEngineError(/no space left/i.test(stderr) ? 'NoSpace' : 'Refused', `bootstrap of ${name}: the shell in the container failed (exit code ${String(exitCode)}): ${stderr.trim().slice(-300)}`);
}

function logTail(lines: readonly string[]): string {
  return withoutSecrets(lines.join('\n').trimEnd().split('\n').slice(-tailLines).join('\n'));
}
