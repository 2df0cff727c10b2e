import { keyOf } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { done, InterruptedPhases, requeueAfter, waitFor, type Phase, type PhaseResult, type ReconcileContext } from '@clusterwright/controller-runtime';
import { UpdateMachine } from '@clusterwright/runtime-sdk';
import type { UpdateMachineRequest } from '@clusterwright/runtime-sdk';
import { callBlockingHook, waitForExtensions } from '../../shared/blocking-hook.act.ts';
import type { BlockingHookDeps, HookProgress } from '../../shared/blocking-hook.act.ts';
import type { MachineDeps, MachineScope } from '../machine.scope.ts';
import { completeInPlaceUpdate } from './in-place-update-completion.act.ts';
import { planInPlaceUpdate } from './in-place-update.plan.ts';

/** An update that cannot be carried out as things are. Retried with backoff; surfaces in condition Updating. */
export class InPlaceUpdateError extends AppError {
  readonly code = 'InPlaceUpdate';
}

export interface InPlaceUpdateDeps extends Pick<MachineDeps, 'client'>, BlockingHookDeps {}

/** Has the running machine changed by the extension for that, until it says that it is done; then takes all marks off again. */
export function inPlaceUpdate(deps: InPlaceUpdateDeps): Phase<MachineScope> {
  return async (scope, ctx) => {
    const plan = planInPlaceUpdate(scope);
    switch (plan.step) {
      case 'none':
        return done;
      case 'wait':
        ctx.log.debug('Waiting with an in-place update', { reason: plan.reason });
        return waitFor(plan.reason);
      case 'cleanUp':
        ctx.log.info('Cleaning up after an in-place update', { reason: 'its mark is gone from the Machine, its hook is still pending' });
        return completed(deps, scope, ctx);
      case 'fail':
        throw failed(new InPlaceUpdateError('in-place update failed: InfraMachine not found'), plan.message);
      case 'call':
        return update(deps, { scope, request: plan.request }, ctx);
    }
  };
}

interface Update {
  readonly scope: MachineScope;
  readonly request: UpdateMachineRequest;
}

async function update(deps: InPlaceUpdateDeps, { scope, request }: Update, ctx: ReconcileContext): Promise<PhaseResult<MachineScope>> {
  if (!deps.hooks.isReady) return waitForExtensions;
  const progress = await callOnce(deps, { scope, request }, ctx).catch((error: unknown) => {
    throw failed(error, 'UpdateMachine hook failed: please check controller logs for errors');
  });
  if (progress.step === 'done') return completed(deps, scope, ctx);
  const message = progress.message ? `In-place update in progress: ${progress.message}` : 'In-place update in progress';
  return { outcome: requeueAfter(progress.afterMs, 'WaitingForUpdateMachineHook'), observed: { inPlaceUpdate: { reason: 'InPlaceUpdating', message } } };
}

/** Calls the hook unless it asked to be left alone for now. Errors: `InPlaceUpdateError` unless there is exactly one extension; those of `HookCaller`. */
async function callOnce(deps: InPlaceUpdateDeps, { scope, request }: Update, ctx: ReconcileContext): Promise<HookProgress> {
  const object = keyOf(scope.machine);
  const extensions = await deps.hooks.handlersOf(UpdateMachine, object);
  if (extensions.length === 0) throw new InPlaceUpdateError('in-place update failed: no extensions registered for UpdateMachine hook');
  if (extensions.length > 1) throw new InPlaceUpdateError(`in-place update failed: found multiple UpdateMachine hooks (${extensions.join(',')}): only one hook is supported`);

  const progress = await callBlockingHook(deps, { hook: UpdateMachine, object, request }, ctx);
  if (progress.step === 'done') ctx.log.info('Updated machine in place', { reason: 'UpdateMachine hook is done', extensionHandler: extensions[0] });
  if (progress.step === 'again') ctx.log.info('Updating machine in place', { reason: 'UpdateMachine hook asks to be called again', retryAfterMs: progress.afterMs });
  return progress;
}

/** What the condition says has to survive the failure that it is about. */
function failed(error: unknown, message: string): InterruptedPhases<MachineScope> {
  return new InterruptedPhases<MachineScope>(error, { inPlaceUpdate: { reason: 'InPlaceUpdateFailed', message } });
}

async function completed(deps: InPlaceUpdateDeps, scope: MachineScope, ctx: ReconcileContext): Promise<PhaseResult<MachineScope>> {
  return { outcome: done, observed: await completeInPlaceUpdate(deps, scope, ctx) };
}
