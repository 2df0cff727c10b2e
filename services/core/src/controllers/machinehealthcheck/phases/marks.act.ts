import { Machines } from '@clusterwright/api/core/v1beta2';
import { TerminalError, toError } from '@clusterwright/api/errors';
import { done } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { patchSharedStatus } from '@clusterwright/controller-runtime/driver/shared-status';
import { isConflict, isNotFound } from '@clusterwright/kube-client';
import { conditionChangesPatch } from '@clusterwright/provider-kit/conditions/condition-changes';
import { inParallel } from '../../shared/in-parallel.act.ts';
import { machineHealthCheckEvents } from '../machinehealthcheck.events.ts';
import type { MachineHealthCheckDeps, MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';
import { planMarks } from '../remediation/marks.plan.ts';
import type { Mark } from '../remediation/marks.plan.ts';

/** Writes the verdicts on the Machines, one request for each that does not carry it yet. One that fails does not hold up the others. */
export function marks({ client }: Pick<MachineHealthCheckDeps, 'client'>): Phase<MachineHealthCheckScope> {
  return async (scope, ctx) => {
    const { allowance } = scope.assessment ?? {};
    // Nobody knows what the user wants: nothing is said until that is known.
    if (allowance?.kind === 'invalid') throw new TerminalError(`error checking if remediation is allowed: ${allowance.message}`);
    const errors: Error[] = [];
    await inParallel(planMarks(scope), async (mark) => {
      try {
        await write({ client }, scope, mark, ctx);
      } catch (error) {
        if (!isNotFound(error)) errors.push(toError(error));
      }
    });
    throwFirst(errors);
    return done;
  };
}

async function write({ client }: Pick<MachineHealthCheckDeps, 'client'>, { machineHealthCheck }: MachineHealthCheckScope, mark: Mark, { log, events, now, signal }: ReconcileContext): Promise<void> {
  const { machine, conditions, v1beta1Conditions } = mark;
  const patch = conditionChangesPatch(machine, { set: conditions, setV1Beta1: v1beta1Conditions }, now());
  if (!patch) return;
  await patchSharedStatus({ client, resource: Machines, signal }, machine, patch);
  if (!mark.remediates) return;
  log.info('Marked a Machine for remediation', { Machine: machine.metadata.name, reason: conditions[0]?.reason });
  machineHealthCheckEvents(events).markedUnhealthy(machine, machineHealthCheck);
}

/** A conflict is the quietest of failures: it counts only where nothing else went wrong. */
function throwFirst(errors: readonly Error[]): void {
  const real = errors.filter((error) => !isConflict(error));
  const [first = errors[0]] = real;
  if (first) throw real.length > 1 ? new AggregateError(real, real.map(({ message }) => message).join('; ')) : first;
}
