import { keyOf, machineDeploymentFieldManager } from '@clusterwright/api';
import { MachineSets } from '@clusterwright/api/core/v1beta2';
import type { MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Client, Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { isConflict, isNotFound } from '@clusterwright/kube-client';
import { prepareApply } from '@clusterwright/provider-kit/cluster/prepare-apply';
import { machineDeploymentEvents } from '../machinedeployment.events.ts';
import { templatesExist } from '../machinedeployment.scope.ts';
import type { MachineDeploymentDeps, MachineDeploymentScope } from '../machinedeployment.scope.ts';
import { templateHash } from '../rollout/template-hash.plan.ts';
import { planRollout } from './rollout.plan.ts';
import type { PlannedMachineSet } from './rollout.plan.ts';

/** Brings the MachineSets one step closer to the MachineDeployment: creates the current one, scales all, deletes what is left over. */
export function rollout({ client, randomSuffix, features }: MachineDeploymentDeps): Phase<MachineDeploymentScope> {
  const names = suffixes(randomSuffix);
  return async (scope, ctx) => {
    const { machineDeployment, machineSets } = scope;
    const suffix = names.suffixFor(machineDeployment);
    const plan = planRollout({ machineDeployment, machineSets, templatesExist: templatesExist(scope), now: ctx.now(), suffix, topology: features.enabled('ClusterTopology') });
    if (plan.step === 'wait') return waitFor(plan.reason);

    const written: { planned: PlannedMachineSet; set: MachineSet }[] = [];
    for (const planned of plan.machineSets) {
      const set = await applyMachineSet({ client, machineDeployment, planned, createReason: plan.createReason, ctx });
      if (set) written.push({ planned, set });
      if (planned.role === 'current') names.forget(machineDeployment);
    }
    await deleteObsolete(client, machineDeployment, plan.obsolete, ctx);
    const all = written.map(({ set }) => set);
    return {
      outcome: plan.recheckAfterMs === undefined ? done : requeueAfter(plan.recheckAfterMs, 'WaitingForRolloutAfter'),
      observed: { machineSets: all, rolledOut: { newSet: written.find(({ planned }) => planned.role === 'current')?.set, all, revision: plan.revision } },
    };
  };
}

/**
 * Remembers the suffix of a MachineSet that was to be created until it is known to exist: a create without an answer may have happened,
 * and trying again under the same name makes it one MachineSet and not two.
 */
function suffixes(randomSuffix: () => string) {
  const pending = new Map<string, { readonly hash: number; readonly suffix: string }>();
  return {
    suffixFor({ metadata: { uid = '' }, spec }: MachineDeployment): string {
      const hash = templateHash(spec.template);
      const known = pending.get(uid);
      if (known?.hash === hash) return known.suffix;
      const suffix = randomSuffix();
      pending.set(uid, { hash, suffix });
      return suffix;
    },
    forget({ metadata: { uid = '' } }: MachineDeployment): void {
      pending.delete(uid);
    },
  };
}

interface ApplyInput {
  readonly client: Client;
  readonly machineDeployment: MachineDeployment;
  readonly planned: PlannedMachineSet;
  readonly createReason: string | undefined;
  readonly ctx: ReconcileContext;
}

/** Returns the MachineSet as it is then; undefined where it vanished while it was being deleted. */
async function applyMachineSet({ client, machineDeployment, planned, createReason, ctx }: ApplyInput): Promise<MachineSet | undefined> {
  const { current, intent } = planned;
  const say = machineDeploymentEvents(ctx.events, machineDeployment);
  const { name } = intent.metadata;
  try {
    if (current) await prepareApply({ client, resource: MachineSets, object: current, manager: machineDeploymentFieldManager, now: ctx.now(), signal: ctx.signal });
    const set = await client.apply(MachineSets, intent, { fieldManager: machineDeploymentFieldManager, signal: ctx.signal });
    reportApplied(planned, createReason, machineDeployment, ctx);
    return set;
  } catch (thrown) {
    // An apply with a UID answers so where the object is gone.
    if (current?.metadata.deletionTimestamp !== undefined && (isConflict(thrown) || isNotFound(thrown))) return undefined;
    if (current) say.updateFailed(name, toError(thrown));
    else say.createFailed(name, toError(thrown));
    throw thrown;
  }
}

function reportApplied({ role, current, intent, reason }: PlannedMachineSet, createReason: string | undefined, machineDeployment: MachineDeployment, { log, events }: ReconcileContext): void {
  const say = machineDeploymentEvents(events, machineDeployment);
  const { name } = intent.metadata;
  const to = intent.spec.replicas ?? 0;
  if (!current) {
    log.info('Created MachineSet', { MachineSet: name, replicas: to, reason: createReason });
    say.created(name, to);
    return;
  }
  const from = current.spec.replicas ?? 0;
  if (from === to) return;
  log.info(to > from ? 'Scaled up MachineSet' : 'Scaled down MachineSet', { MachineSet: name, role, from, to, reason });
  say.scaled(name, from, to);
}

async function deleteObsolete(client: Client, machineDeployment: MachineDeployment, obsolete: readonly MachineSet[], { log, events, signal }: ReconcileContext): Promise<void> {
  const say = machineDeploymentEvents(events, machineDeployment);
  for (const set of obsolete) {
    const { name, uid } = set.metadata;
    try {
      await client.delete(MachineSets, keyOf(set), { uid, signal });
    } catch (thrown) {
      say.deleteFailed(name, toError(thrown));
      throw thrown;
    }
    log.info('Deleting MachineSet', { MachineSet: name, reason: 'the rollout is complete and it has no replicas' });
    say.deleted(name);
  }
}
