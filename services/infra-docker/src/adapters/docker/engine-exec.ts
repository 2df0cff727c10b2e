import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { ExecRequest, ExecResult } from '../../ports/container-engine.ts';
import type { EngineConnection, HijackedStream } from './engine-connection.ts';
import { execRefusal } from './engine-errors.ts';
import { multiplexedOutput } from './multiplexed-stream.ts';

export interface ExecInput extends Omit<ExecRequest, 'stdin'> {
  /** A stream is sent as it comes, and ends the process's input when it ends. */
  readonly stdin?: string | Uint8Array | Readable | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const shortTimeoutMs = 30_000;
const outputLimitBytes = 8 * 1024 * 1024;
const exitPollMs = 20;

/** Runs a process in a running container and waits for its end. Whoever gives up leaves the process running: the engine cannot end it. */
export async function execInContainer(connection: EngineConnection, container: string, input: ExecInput): Promise<ExecResult> {
  const { command, stdin, environment = {}, timeoutMs, signal } = input;
  const { Id } = await connection.json<{ readonly Id: string }>({
    method: 'POST',
    path: `/containers/${encodeURIComponent(container)}/exec`,
    body: {
      Cmd: command, AttachStdin: stdin !== undefined, AttachStdout: true, AttachStderr: true,
      Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
    },
    timeoutMs: shortTimeoutMs, signal,
  });
  const output = multiplexedOutput(outputLimitBytes);
  const start = { method: 'POST', path: `/exec/${Id}/start`, body: { Detach: false, Tty: false }, timeoutMs, signal } as const;
  await connection.hijack(start, (stream) => exchange(stream, stdin, (chunk) => output.push(chunk)));
  const result = { exitCode: await exitCode(connection, Id, input), stdout: output.stdout(), stderr: output.stderr() };
  const refusal = execRefusal(result);
  if (refusal) throw refusal;
  return result;
}

/** Writes the input and reads the output at the same time; a process that does not read its input may still end well. */
async function exchange({ socket, head }: HijackedStream, stdin: ExecInput['stdin'], onOutput: (chunk: Uint8Array) => void): Promise<void> {
  const written = writeInput(socket, stdin);
  // Unhandled until the output has ended, which is when its outcome matters.
  written.catch(() => undefined);
  if (head.length > 0) onOutput(head);
  for await (const chunk of socket) onOutput(chunk as Uint8Array);
  if (isStream(stdin)) {
    // The source of the input failing explains everything else.
    if (stdin.errored) throw stdin.errored;
    stdin.destroy();
  }
}

async function writeInput(socket: HijackedStream['socket'], stdin: ExecInput['stdin']): Promise<void> {
  if (stdin === undefined) return;
  if (isStream(stdin)) return await pipeline(stdin, socket);
  socket.end(stdin);
}

function isStream(stdin: ExecInput['stdin']): stdin is Readable {
  return typeof stdin === 'object' && 'pipe' in stdin;
}

/** The engine closes the streams a moment before it knows how the process ended. */
async function exitCode(connection: EngineConnection, id: string, { timeoutMs, signal }: ExecInput): Promise<number> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += exitPollMs) {
    const answer = await connection.json<{ readonly Running: boolean; readonly ExitCode: number | null }>({ path: `/exec/${id}/json`, timeoutMs: shortTimeoutMs, signal });
    if (!answer.Running && answer.ExitCode !== null) return answer.ExitCode;
    await delay(exitPollMs, undefined, { signal });
  }
  throw new ContainerEngineError('Timeout', `container engine: a process closed its output and did not end within ${String(timeoutMs / 1000)} s`);
}
