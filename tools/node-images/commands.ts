import { execFileSync, spawn } from 'node:child_process';
import { DevelopmentSetupError } from '@clusterwright/test-env';

/** What a program prints, without the last line break. Its complaints go to our error output. */
export function output(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 }).trimEnd();
}

/** What a program prints; undefined where it is missing or fails. */
export function tryOutput(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 }).trimEnd();
  } catch {
    return undefined;
  }
}

/** Runs a program to its end; each line that it prints goes to `onLine`. Errors: `DevelopmentSetupError` with the last lines. */
export async function run(command: string, args: readonly string[], onLine: (line: string) => void = () => {}): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' } });
  const last: string[] = [];
  const take = (chunk: Buffer): void => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) {
      onLine(line);
      last.push(line);
      if (last.length > 12) last.shift();
    }
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new DevelopmentSetupError(`${command} ${args.slice(0, 2).join(' ')} … failed (exit ${String(code)}):\n${last.join('\n')}`);
}
