import { keyOf, keyString } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor, type Outcome, type Phase, type ReconcileContext, type V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { DeletionProgress, MachineScope, ObservedObject } from '../machine.scope.ts';
import { MachineDeletionError } from './deletion-error.plan.ts';
import { DeletionStepError, type DeletionDeps, type DeletionState, type DeletionStep, type StepResult } from './deletion-step.plan.ts';
import { planNodeDeletion, preDrainHooks, preTerminateHooks, withStarted } from './deletion-steps.plan.ts';
import { drain } from './drain.act.ts';
import { deleteNode } from './node-deletion.act.ts';
import { waitForVolumes } from './volume-detach.act.ts';

const onNode: readonly DeletionStep[] = [waitForPreDrainHooks, drain, waitForVolumes];
const always: readonly DeletionStep[] = [waitForPreTerminateHooks, deleteInfrastructure, deleteBootstrap];

/** Takes down what belongs to the Machine, strictly one step after the other (spec MA-16); done when nothing is left. */
export function deletion(deps: DeletionDeps): Phase<MachineScope> {
  return async (gathered, ctx) => {
    const plan = planNodeDeletion(gathered);
    if (plan.step === 'fail') {
      throw new MachineDeletionError(`failed to check if Kubernetes Node deletion is allowed: ${plan.error.message}`, { machine: gathered.machine, progress: { ...internalError, v1beta1: [] }, cause: plan.error });
    }
    if (plan.step === 'skip') ctx.log.debug('Skipping deletion of Kubernetes Node associated with Machine', { reason: plan.cause });
    const steps = plan.step === 'delete' ? [...onNode, ...always, deleteNode] : always;
    return runSteps(deps, steps, { scope: gathered, nodeName: plan.step === 'delete' ? plan.nodeName : undefined }, ctx);
  };
}

const internalError = { reason: 'InternalError', message: 'Please check controller logs for errors' } as const;

async function runSteps(deps: DeletionDeps, steps: readonly DeletionStep[], initial: DeletionState, ctx: ReconcileContext): Promise<{ outcome: Outcome; observed: Partial<MachineScope> }> {
  let { scope } = initial;
  let v1beta1: readonly V1Beta1ConditionDraft[] = [];
  for (const step of steps) {
    const result = await withProgress({ ...initial, scope }, v1beta1, (state) => step(deps, state, ctx));
    scope = { ...scope, machine: result.machine ?? scope.machine };
    v1beta1 = [...(result.v1beta1 ?? []), ...v1beta1];
    if (result.kind === 'passed') continue;
    const { reason, message, outcome } = result;
    return { outcome, observed: { machine: scope.machine, deletion: { reason, message, v1beta1 } } };
  }
  return { outcome: done, observed: { machine: scope.machine, deletion: { reason: 'DeletionCompleted', message: 'Deletion completed', v1beta1 } } };
}

/** A failure of a step takes along what was observed until then. */
async function withProgress(state: DeletionState, v1beta1: readonly V1Beta1ConditionDraft[], run: (state: DeletionState) => Promise<StepResult> | StepResult): Promise<StepResult> {
  try {
    return await run(state);
  } catch (error) {
    const failure = DeletionStepError.is(error) ? error : new DeletionStepError(internalError.message, { reason: internalError.reason, cause: error });
    const machine = failure.state.machine ?? state.scope.machine;
    const progress = { reason: failure.reason, message: failure.message, v1beta1: [...(failure.state.v1beta1 ?? []), ...v1beta1] };
    throw new MachineDeletionError(toError(failure.cause).message, { machine, progress, cause: failure.cause });
  }
}

function waitForPreDrainHooks(_deps: DeletionDeps, { scope: { machine } }: DeletionState, { log, now }: ReconcileContext): StepResult {
  const type = 'PreDrainDeleteHookSucceeded';
  const hooks = preDrainHooks(machine);
  if (hooks.length === 0) return { kind: 'passed', v1beta1: [v1beta1True(type)] };
  log.info('Waiting for pre-drain hooks to succeed', { hooks });
  const reason = 'WaitingForPreDrainHook';
  const message = `Waiting for pre-drain hooks to succeed (hooks: ${hooks.join(',')})`;
  return { kind: 'held', outcome: waitFor(reason), reason, message, machine: withStarted(machine, 'waitForPreDrainHookStartTime', now()), v1beta1: [v1beta1False(type, 'WaitingExternalHook', 'Info')] };
}

function waitForPreTerminateHooks(_deps: DeletionDeps, { scope: { machine } }: DeletionState, { log, now }: ReconcileContext): StepResult {
  const type = 'PreTerminateDeleteHookSucceeded';
  const hooks = preTerminateHooks(machine);
  if (hooks.length === 0) return { kind: 'passed', v1beta1: [v1beta1True(type)] };
  log.info('Waiting for pre-terminate hooks to succeed', { hooks });
  const reason = 'WaitingForPreTerminateHook';
  const message = `Waiting for pre-terminate hooks to succeed (hooks: ${hooks.join(',')})`;
  return { kind: 'held', outcome: waitFor(reason), reason, message, machine: withStarted(machine, 'waitForPreTerminateHookStartTime', now()), v1beta1: [v1beta1False(type, 'WaitingExternalHook', 'Info')] };
}

function deleteInfrastructure(deps: DeletionDeps, { scope }: DeletionState, ctx: ReconcileContext): Promise<StepResult> {
  return deleteExternal(deps, scope.infraMachine, { kind: scope.machine.spec.infrastructureRef.kind, reason: 'WaitingForInfrastructureDeletion', v1beta1Type: 'InfrastructureReady' }, ctx);
}

function deleteBootstrap(deps: DeletionDeps, { scope }: DeletionState, ctx: ReconcileContext): Promise<StepResult> | StepResult {
  const reference = scope.machine.spec.bootstrap.configRef;
  if (!reference) return { kind: 'passed' };
  return deleteExternal(deps, scope.bootstrapConfig, { kind: reference.kind, reason: 'WaitingForBootstrapDeletion', v1beta1Type: 'BootstrapReady' }, ctx);
}

interface ExternalDeletion {
  readonly kind: string;
  readonly reason: DeletionProgress['reason'];
  readonly v1beta1Type: string;
}

async function deleteExternal({ client }: DeletionDeps, observed: ObservedObject, { kind, reason, v1beta1Type }: ExternalDeletion, { log, signal }: ReconcileContext): Promise<StepResult> {
  const gone: StepResult = { kind: 'passed', v1beta1: [v1beta1False(v1beta1Type, 'Deleted', 'Info')] };
  const held: StepResult = { kind: 'held', outcome: waitFor(reason), reason, message: `Waiting for ${kind} to be deleted` };
  if (observed.kind === 'failed') throw observed.error;
  if (observed.kind === 'notFound') return gone;
  if (observed.kind !== 'found' || isDeleting(observed.object)) return held;

  const { object, resource } = observed;
  log.info('Deleting an object the Machine owns', { [kind]: keyString(keyOf(object)), reason: 'the Machine is being deleted' });
  try {
    const remaining = await client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal });
    return remaining ? held : gone;
  } catch (error) {
    throw new DeletionStepError(`Failed to delete ${kind}, please check controller logs for errors`, { reason: 'InternalError', cause: error });
  }
}
