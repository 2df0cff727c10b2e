import { formatGoDuration } from '@clusterwright/api/go-duration';
import { done, requeueAfter } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope, Stated } from '../dockermachine.scope.ts';
import { machineProblem } from './machine-problem.ts';

/** Nothing tells from outside when the system inside a container has started; it takes some seconds. */
const pollMs = 500;

/** systemd has started everything, and containerd answers: what executes bootstrap data needs both. */
const isUp = ['/bin/sh', '-c', 'systemctl is-active --quiet multi-user.target && ctr version >/dev/null 2>&1'];

/** Afterwards something is likely to be wrong. */
const usualMs = 60_000;
const slowPollMs = 5_000;
const maxLines = 8;
const maxLineLength = 400;
const waiting = 'Waiting for cgroups ready (1 of 1)';

/** Which part of that is missing, for people: each unit that failed or still tries, with the last that it printed. */
const whyNotUp = ['/bin/sh', '-c', [
  'exec 2>&1',
  'state=$(systemctl is-active multi-user.target)',
  'if [ "$state" = active ]; then echo "containerd does not answer"; else echo "multi-user.target: $state"; fi',
  'systemctl list-units --type=service --state=failed,activating --no-legend --plain | while read -r unit state; do',
  '  echo "$unit $state"',
  '  journalctl --quiet --no-pager --output=cat --lines=2 _SYSTEMD_UNIT="$unit"',
  'done',
].join('\n')];

const ready: Stated<'CGroupsReady'> = { type: 'CGroupsReady', status: 'True', reason: 'Ready' };

/** Waits until the operating system inside the container is up. A machine that was complete once needs no second look. */
export function cgroups({ engine, ...deps }: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    if (scope.view.providerID !== undefined) return { outcome: done, observed: { cgroups: ready } };
    const { containerName } = admitted(scope);
    try {
      const { exitCode } = await engine.exec(containerName, { command: isUp }, ctx.signal);
      if (exitCode === 0) return { outcome: done, observed: { cgroups: ready } };
      const startedAt = scope.container?.startedAt?.getTime() ?? ctx.now().getTime();
      if (ctx.now().getTime() - startedAt < usualMs) return { outcome: requeueAfter(pollMs, 'WaitingForCGroups'), observed: { cgroups: notReady(waiting) } };
      // An image that is none of a node, or a unit that fails: users have to know, and nothing is gained by asking often.
      const { stdout, stderr } = await engine.exec(containerName, { command: whyNotUp }, ctx.signal);
      return { outcome: requeueAfter(slowPollMs, 'WaitingForCGroups'), observed: { cgroups: notReady(slowMessage(containerName, stdout || stderr)) } };
    } catch (error) {
      const { message, outcome } = machineProblem({ deps: { engine, ...deps }, scope, ctx, lead: `Failed to look into container ${containerName}` }, error);
      return { outcome, observed: { cgroups: notReady(message) } };
    }
  };
}

/** Pure. */
function slowMessage(container: string, output: string): string {
  const lines = output.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).slice(0, maxLines);
  return [`${waiting}: the system in container ${container} is not up after ${formatGoDuration(usualMs / 1000)}`, ...lines.map((line) => `  * ${line.slice(0, maxLineLength)}`)].join('\n');
}

function notReady(message: string): Stated<'CGroupsReady'> {
  return { type: 'CGroupsReady', status: 'False', reason: 'NotReady', message };
}
