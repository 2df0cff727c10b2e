import { keyOf } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, PhaseResult, ReconcileContext } from '@clusterwright/controller-runtime';
import { inParallel } from '../../shared/in-parallel.act.ts';
import { machineSetEvents } from '../machineset.events.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import type { PendingNames } from '@clusterwright/provider-kit/cluster/pending-names';
import { machineName } from '../replicas/machine-name.plan.ts';
import { createMachine } from './create-machine.act.ts';
import { runPreflight } from './preflight.plan.ts';
import { planScale } from './scale.plan.ts';
import type { ScalePlan } from './scale.plan.ts';

/** Creates or deletes Machines until there are as many as the MachineSet wants. */
export function scale(deps: MachineSetDeps, pending: PendingNames): Phase<MachineSetScope> {
  return async (scope, ctx) => {
    const plan = planScale(scope);
    switch (plan.step) {
      case 'none':
        return done;
      case 'wait':
        return waitFor(plan.reason);
      case 'create':
        return createMachines({ deps, pending, scope, ctx }, plan.count);
      case 'delete':
        return deleteMachines({ deps, pending, scope, ctx }, plan);
    }
  };
}

interface ScaleInput {
  readonly deps: MachineSetDeps;
  readonly pending: PendingNames;
  readonly scope: MachineSetScope;
  readonly ctx: ReconcileContext;
}

async function createMachines(input: ScaleInput, count: number): Promise<PhaseResult<MachineSetScope>> {
  const { deps, pending, scope, ctx } = input;
  const { machineSet, machines } = scope;
  const preflight = runPreflight(deps, scope);
  if (preflight.length > 0) {
    ctx.log.info('Waiting for preflight checks before creating Machines', { reason: preflight.join('; ') });
    return { outcome: waitFor('PreflightChecksFailed'), observed: { preflight } };
  }
  const say = machineSetEvents(ctx.events, machineSet);
  const created = await inParallel(newNames(input, count), async (name) => {
    try {
      const machine = await createMachine({ deps, scope, pending, name, ctx });
      ctx.log.info('Created Machine', { Machine: name, reason: `scaling up from ${String(machines.length)} to ${String(machineSet.spec.replicas)} replicas` });
      say.created(name);
      return machine;
    } catch (thrown) {
      say.createFailed(toError(thrown));
      throw thrown;
    }
  });
  return { outcome: done, observed: { machines: [...machines, ...created] } };
}

/** Names in doubt go first: trying them again settles whether their Machines exist. */
function newNames({ deps, pending, scope: { machineSet, machines }, ctx }: ScaleInput, count: number): readonly string[] {
  const { clusterName, machineNaming } = machineSet.spec;
  for (const { metadata } of machines) pending.settle(machineSet, metadata.name);
  const inDoubt = pending.of(machineSet, ctx.now()).slice(0, count);
  const fresh = Array.from({ length: count - inDoubt.length }, () =>
    machineName({ template: machineNaming?.template, clusterName, machineSetName: machineSet.metadata.name, randomSuffix: deps.randomSuffix }),
  );
  return [...inDoubt, ...fresh];
}

async function deleteMachines({ deps, scope, ctx }: ScaleInput, { victims, deleting }: ScalePlan & { step: 'delete' }): Promise<PhaseResult<MachineSetScope>> {
  const { machineSet, machines } = scope;
  const say = machineSetEvents(ctx.events, machineSet);
  if (deleting.length > 0) ctx.log.debug('Waiting for Machines to be deleted', { Machines: deleting.map(({ metadata }) => metadata.name) });

  const kept = await inParallel(victims, async (machine): Promise<Machine | undefined> => {
    const { name, uid } = machine.metadata;
    const remaining = await deps.client.delete(Machines, keyOf(machine), { uid, signal: ctx.signal });
    ctx.log.info('Deleting Machine', { Machine: name, reason: `scaling down from ${String(machines.length)} to ${String(machineSet.spec.replicas)} replicas` });
    say.deleted(name);
    return remaining;
  });
  const untouched = machines.filter((machine) => !victims.includes(machine));
  return { outcome: waitFor('WaitingForMachinesToBeDeleted'), observed: { machines: [...untouched, ...kept.filter((machine) => machine !== undefined)] } };
}
