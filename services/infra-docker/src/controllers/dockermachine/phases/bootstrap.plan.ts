import { formatGoDuration, parseGoDuration } from '@clusterwright/api/go-duration';
import type { MachineBootstrapState } from '../../../ports/machine-bootstrap.ts';
import type { DockerMachineScope, Stated } from '../dockermachine.scope.ts';

type Completed = Stated<'BootstrapCompleted'>;

const type = 'BootstrapCompleted';
const defaultTimeoutSeconds = 300;
/** The end of a log is what matters, and conditions are read in lists. */
const maxLogLines = 15;

export const completed: Completed = { type, status: 'True', reason: 'Completed' };

/** How long the bootstrap of a machine may take: what its spec says, or 5 minutes. Pure. */
export function bootstrapTimeoutSeconds({ view }: DockerMachineScope): number {
  const ms = parseGoDuration(view.docker.bootstrapTimeout ?? '');
  return ms !== undefined && ms > 0 ? Math.ceil(ms / 1000) : defaultTimeoutSeconds;
}

/** What the condition says of a bootstrap. Pure. */
export function bootstrapCondition(bootstrap: MachineBootstrapState, timeoutSeconds: number): Completed {
  const { state, step, logTail } = bootstrap;
  switch (state) {
    case 'done':
      return completed;
    case 'failed':
      return {
        type, status: 'False', reason: 'Failed',
        message: [`Running bootstrap step ${step ?? ''}`.trimEnd(), `ERROR: ${causeOf(bootstrap, timeoutSeconds)}`, ...outputLines(logTail)].join('\n'),
      };
    case 'running':
    case 'absent':
      return { type, status: 'False', reason: 'NotCompleted', message: step === undefined ? 'Running bootstrap' : `Running bootstrap step ${step}` };
  }
}

function causeOf({ cause, exitCode }: MachineBootstrapState, timeoutSeconds: number): string {
  switch (cause) {
    case 'timeout':
      return `the bootstrap took longer than ${formatGoDuration(timeoutSeconds)}`;
    case 'interrupted':
      // A full disk leaves no room for the result.
      return 'the bootstrap was interrupted: its container was restarted, its process was killed, or its disk is full';
    case 'exitCode':
    case undefined:
      return `exit code ${String(exitCode ?? 'unknown')}`;
  }
}

export function internalError(message: string): Completed {
  return { type, status: 'False', reason: 'InternalError', message };
}

function outputLines(logTail: string | undefined): string[] {
  const lines = (logTail ?? '').trimEnd().split('\n').filter(Boolean);
  if (lines.length === 0) return [];
  const shown = lines.slice(-maxLogLines).map((line) => `  * ${line}`);
  return ['OUTPUT:', ...(lines.length > maxLogLines ? ['  * ...'] : []), ...shown];
}
