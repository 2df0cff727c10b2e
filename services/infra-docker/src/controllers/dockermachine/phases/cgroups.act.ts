import { done, requeueAfter } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope, Stated } from '../dockermachine.scope.ts';
import { machineProblem } from './machine-problem.ts';

/** Nothing tells from outside when the system inside a container has started; it takes some seconds. */
const pollMs = 500;

/** systemd has started everything, and containerd answers: what executes bootstrap data needs both. */
const isUp = ['/bin/sh', '-c', 'systemctl is-active --quiet multi-user.target && ctr version >/dev/null 2>&1'];

const ready: Stated<'CGroupsReady'> = { type: 'CGroupsReady', status: 'True', reason: 'Ready' };

/** Waits until the operating system inside the container is up. A machine that was complete once needs no second look. */
export function cgroups({ engine, ...deps }: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    if (scope.view.providerID !== undefined) return { outcome: done, observed: { cgroups: ready } };
    const { containerName } = admitted(scope);
    try {
      const { exitCode } = await engine.exec(containerName, { command: isUp }, ctx.signal);
      if (exitCode === 0) return { outcome: done, observed: { cgroups: ready } };
      return { outcome: requeueAfter(pollMs, 'WaitingForCGroups'), observed: { cgroups: notReady('Waiting for cgroups ready (1 of 1)') } };
    } catch (error) {
      const { message, outcome } = machineProblem({ deps: { engine, ...deps }, scope, ctx, lead: `Failed to look into container ${containerName}` }, error);
      return { outcome, observed: { cgroups: notReady(message) } };
    }
  };
}

function notReady(message: string): Stated<'CGroupsReady'> {
  return { type: 'CGroupsReady', status: 'False', reason: 'NotReady', message };
}
