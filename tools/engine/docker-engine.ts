import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DevelopmentSetupError, onPath } from '@clusterwright/test-env';
import { assertEngine } from '../node-images/engine.ts';

/** One thing that brings a Docker engine nearer: said to people, or done where they agree. */
interface Step {
  readonly question: string;
  run(): Promise<void>;
}

const startLimitMs = 60_000;

/**
 * Makes sure that a Docker engine answers. Where none does, says what to install and start, and offers to do it where this user may. Errors: `DevelopmentSetupError`
 * with the same advice, where nobody is there to be asked or where the offer is refused.
 */
export async function ensureEngine(say: (line: string) => void, isAgreed = false): Promise<void> {
  for (;;) {
    const advice = adviceFor();
    if (!advice) return;
    const step = possibleStep();
    if (!step || !(isAgreed || (await agrees(`${advice}\n${step.question}`)))) throw new DevelopmentSetupError(advice);
    say(step.question.replace('?', ''));
    await step.run();
  }
}

function adviceFor(): string | undefined {
  try {
    assertEngine();
    return undefined;
  } catch (error) {
    if (DevelopmentSetupError.is(error)) return error.message;
    throw error;
  }
}

/** What may be done here: as root, and never for an engine elsewhere. */
function possibleStep(): Step | undefined {
  if (process.getuid?.() !== 0 || process.env['DOCKER_HOST']) return undefined;
  if (onPath('dockerd', process.env)) return { question: 'Start the Docker engine now?', run: startEngine };
  if (onPath('apt-get', process.env)) return { question: 'Install docker.io and debootstrap with apt-get now?', run: installEngine };
  return undefined;
}

async function agrees(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^(y|yes|)$/i.test((await terminal.question(`${question} [Y/n] `)).trim());
  } finally {
    terminal.close();
  }
}

async function installEngine(): Promise<void> {
  execFileSync('apt-get', ['update'], { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', 'docker.io', 'iptables', 'debootstrap', 'ca-certificates'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

/** The engine outlives us, as one that an init system started would. */
async function startEngine(): Promise<void> {
  const log = join(tmpdir(), 'dockerd.log');
  const output = openSync(log, 'a');
  spawn('dockerd', [], { detached: true, stdio: ['ignore', output, output] }).unref();
  closeSync(output);
  const deadline = Date.now() + startLimitMs;
  while (adviceFor() !== undefined) {
    if (Date.now() > deadline) throw new DevelopmentSetupError(`dockerd does not answer after ${String(startLimitMs / 1000)} s: see ${log}`);
    await sleep(500);
  }
}

const inotifyFile = '/proc/sys/fs/inotify/max_user_instances';
const inotifyInstances = 1024;

/**
 * Kubernetes nodes in containers share the inotify instances of this machine, some fifteen each, and the usual 128 are soon used up: then containerd on the next node
 * serves no CRI. Raises the limit where this user may; otherwise says how.
 */
export function raiseInotifyLimit(say: (line: string) => void): void {
  // Another system's engine runs in a machine of its own, which we do not see.
  if (process.env['DOCKER_HOST']?.startsWith('tcp:') || !existsSync(inotifyFile)) return;
  const current = Number(readFileSync(inotifyFile, 'utf8'));
  if (current >= inotifyInstances) return;
  const command = `sysctl -w fs.inotify.max_user_instances=${String(inotifyInstances)}`;
  try {
    writeFileSync(inotifyFile, String(inotifyInstances));
    say(`${command} (was ${String(current)})`);
  } catch {
    say(`this machine gives ${String(current)} inotify instances to all nodes together, enough for about ${String(Math.floor(current / 20))}; more: ${command} (as root)`);
  }
}
