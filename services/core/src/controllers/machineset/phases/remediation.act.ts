import { keyOf } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Outcome, Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { patchSharedStatus } from '@clusterwright/controller-runtime/driver/shared-status';
import { conditionChangesPatch } from '@clusterwright/provider-kit/conditions/condition-changes';
import type { ConditionChanges } from '@clusterwright/provider-kit/conditions/condition-changes';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { inParallel } from '../../shared/in-parallel.act.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import { runPreflight } from './preflight.plan.ts';
import { machineDeleting, outdatedLists, planRemediation, remediationDeferred } from './remediation.plan.ts';

const type = 'OwnerRemediated';

/**
 * Replaces Machines that health checks have found unhealthy: says so on the Machine, then deletes it; scaling makes another one once it is gone.
 *
 * Said before it is done: after a deletion nobody would count the Machine as one in flight.
 */
export function remediation(deps: MachineSetDeps): Phase<MachineSetScope> {
  return async (scope, ctx) => {
    const plan = planRemediation(scope);
    const changed = new Map<string, Machine | undefined>();
    const write = async (machines: readonly Machine[], changesOf: (machine: Machine) => ConditionChanges): Promise<readonly Machine[]> => {
      const written = await inParallel(machines, (machine) => writeConditions(deps, machine, changesOf(machine), ctx));
      for (const machine of written) changed.set(machine.metadata.name, machine);
      return written;
    };

    await write(plan.recovered, (machine) => {
      const { current, v1beta1 } = outdatedLists(machine);
      return { remove: current ? [type] : [], removeV1Beta1: v1beta1 ? [type] : [] };
    });
    await write(plan.postponed, () => ({ set: [plan.postponement] }));
    const outcome = plan.remediate.length === 0 ? done : await remediate();
    return { outcome, observed: { machines: scope.machines.flatMap((machine) => (changed.has(machine.metadata.name) ? (changed.get(machine.metadata.name) ?? []) : machine)) } };

    async function remediate(): Promise<Outcome> {
      const { messages, error } = preflight(deps, scope);
      if (messages.length > 0) {
        await write(plan.remediate, () => ({ set: [remediationDeferred(messages.map((message) => `* ${message}`).join('\n'))], setV1Beta1: [v1beta1False(type, 'WaitingForRemediation', 'Warning', messages.join('; '))] }));
        if (error) throw error;
        ctx.log.info('Waiting for preflight checks before remediating Machines', { reason: messages.join('; ') });
        return waitFor('PreflightChecksFailed');
      }
      const marked = await write(plan.remediate, () => ({ set: [machineDeleting], setV1Beta1: [v1beta1True(type)] }));
      await inParallel(marked, async (machine) => {
        const { name, uid } = machine.metadata;
        changed.set(name, await deps.client.delete(Machines, keyOf(machine), { uid, signal: ctx.signal }));
        ctx.log.info('Deleting Machine', { Machine: name, reason: 'remediating an unhealthy Machine' });
      });
      return done;
    }
  };
}

/** An error is a reason to wait as well, and one to try again. */
function preflight(deps: MachineSetDeps, scope: MachineSetScope): { readonly messages: readonly string[]; readonly error?: Error } {
  try {
    return { messages: runPreflight(deps, scope) };
  } catch (thrown) {
    const error = toError(thrown);
    return { messages: [error.message], error };
  }
}

async function writeConditions({ client }: MachineSetDeps, machine: Machine, changes: ConditionChanges, { now, signal }: ReconcileContext): Promise<Machine> {
  const patch = conditionChangesPatch(machine, changes, now());
  return patch ? patchSharedStatus({ client, resource: Machines, signal }, machine, patch) : machine;
}
