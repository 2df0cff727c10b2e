import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessFailedError } from './errors.ts';

/** A program running on its own, known by its pid so that a later process can end it too. */
export interface BackgroundProcess {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** The exit code or signal once it has ended; undefined while it runs, or where another process started it. */
  exited(): string | undefined;
}

export interface StartOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly onExit?: (how: string) => void;
}

/** Starts a program in its own process group, so that Ctrl-C in the terminal reaches only us and we end things in order. Output is appended to the log. */
export function startBackground({ name, command, args, log, cwd, env = process.env, onExit }: StartOptions): BackgroundProcess {
  const output = openSync(log, 'a', 0o600);
  const child: ChildProcess = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  let exit: string | undefined;
  child.once('error', (error) => (exit = error.message));
  child.once('exit', (code, signal) => {
    exit = signal ?? `exit code ${String(code)}`;
    onExit?.(exit);
  });
  child.unref();
  if (child.pid === undefined) throw new ProcessFailedError(`${name} could not be started: ${command}`);
  return { name, pid: child.pid, log, exited: () => exit };
}

/** Whether the process exists. A zombie does not count, once its threads are gone and with them its sockets. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const folder = `/proc/${String(pid)}`;
  try {
    return !existsSync('/proc/self') || !/\) [ZX] /.test(readFileSync(`${folder}/stat`, 'utf8')) || readdirSync(`${folder}/task`).length > 1;
  } catch {
    return false;
  }
}

/** Whether this pid still is the program we started, and not a later one with the same number. `marker` is part of its command line. */
export function isOurs(pid: number, marker: string): boolean {
  if (!isAlive(pid)) return false;
  const file = `/proc/${String(pid)}/cmdline`;
  const commandLine = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return commandLine.includes(marker);
}

/** Ends a process: politely, and after `graceMs` without asking. Returns when it is gone. */
export async function endProcess(pid: number, graceMs: number): Promise<void> {
  if (graceMs > 0) signalProcess(pid, 'SIGTERM');
  for (let waited = 0; waited < graceMs && isAlive(pid); waited += 20) await sleep(20);
  if (!isAlive(pid)) return;
  signalProcess(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(10);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export interface WaitOptions {
  readonly process: BackgroundProcess;
  readonly timeoutMs: number;
  /** True when it serves. Throwing means not yet. */
  readonly ready: () => Promise<boolean>;
  /** What it says of itself, for the error message. */
  readonly state?: () => string;
}

/** Waits until a process serves; throws with the end of its log where it exits or takes too long. */
export async function waitUntilReady({ process: started, timeoutMs, ready, state = () => '' }: WaitOptions): Promise<void> {
  const { name, log } = started;
  const deadline = Date.now() + timeoutMs;
  while (!(await ready().catch(() => false))) {
    const exit = started.exited();
    if (exit !== undefined) throw new ProcessFailedError(`${name} ended (${exit}). Its log ${log} ends with:\n${lastLines(log, 12)}`);
    if (Date.now() > deadline) throw new ProcessFailedError(`${name} is not ready after ${String(timeoutMs / 1000)} s. ${state()} Its log ${log} ends with:\n${lastLines(log, 12)}`);
    await sleep(30);
  }
}

export function lastLines(file: string, count: number): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '(no log)';
}

/** Ports that nobody listens on at the moment. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Writes a file that only its owner can read. */
export function writePrivate(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600 });
}
