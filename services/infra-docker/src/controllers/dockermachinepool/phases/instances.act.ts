import { clusterNameLabel, keyString, machinePoolNameLabel } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, PhaseResult, ReconcileContext } from '@clusterwright/controller-runtime';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import type { PartialObject } from '@clusterwright/kube-client';
import { isUserProblem } from '../../../engine-problem.ts';
import { admitted, listContainers, listInstances, untilLostMs } from '../dockermachinepool.scope.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../dockermachinepool.scope.ts';
import type { MachinePoolKind } from '../machine-pool-kind.ts';
import { planInstances } from './instances.plan.ts';
import type { Instance } from './instances.plan.ts';

/**
 * Makes as many machines as the MachinePool asks for, and deletes those that are too many, outdated or lost.
 *
 * The object of a machine comes before its container, so that a container can never be without one.
 */
export function instances<T extends KubeObject, M extends KubeObject>(deps: MachinePoolDeps, kind: MachinePoolKind<T, M>): Phase<MachinePoolScope> {
  return async (scope, ctx) => {
    const { machinePool } = admitted(scope);
    if (machinePool.spec.template.spec.bootstrap.dataSecretName === undefined) return waitFor('WaitingForBootstrapData');
    try {
      const before = await listInstances(deps, kind, scope, ctx);
      const { create, remove } = planInstances(before, machinePool.spec.replicas ?? 1);
      for (let made = 0; made < create; made += 1) await createMachine(deps, kind, scope, ctx);
      for (const { instance, reason } of remove) await removeInstance(deps, kind, { instance, reason }, ctx);
      deps.delays.reset(keyString(scope.pool.metadata));
      const changed = create > 0 || remove.length > 0;
      const after = changed ? await listInstances(deps, kind, scope, ctx) : before;
      const againAfterMs = untilLostMs(after);
      return { outcome: againAfterMs === undefined ? done : requeueAfter(againAfterMs, 'WaitingForContainer'), observed: { instances: after } };
    } catch (error) {
      return failure(deps, scope, ctx, error);
    }
  };
}

/** Deletes every instance, and whatever container is left without one. */
export function instancesCleanup<T extends KubeObject, M extends KubeObject>(deps: MachinePoolDeps, kind: MachinePoolKind<T, M>): Phase<MachinePoolScope> {
  return async (scope, ctx) => {
    try {
      const left = await listInstances(deps, kind, scope, ctx);
      for (const instance of left) if (!instance.isLeaving) await removeInstance(deps, kind, { instance, reason: 'the pool is deleted' }, ctx);
      if (left.length > 0) return waitFor('WaitingForMachineDeletion', `${String(left.length)} machines are being deleted`);
      for (const { name } of await listContainers(deps.engine, scope, ctx.signal)) await deps.engine.remove(name, ctx.signal);
      return done;
    } catch (error) {
      return failure(deps, scope, ctx, error);
    }
  };
}

async function createMachine<T extends KubeObject, M extends KubeObject>(deps: MachinePoolDeps, kind: MachinePoolKind<T, M>, scope: MachinePoolScope, { log, signal }: ReconcileContext): Promise<void> {
  const { machinePool, clusterKey } = admitted(scope);
  const { resource } = kind.machine;
  const metadata = {
    name: deps.newName(),
    namespace: scope.pool.metadata.namespace,
    labels: { [clusterNameLabel]: clusterKey.name, [machinePoolNameLabel]: formatLabelValue(machinePool.metadata.name) },
    ownerReferences: [ownerReferenceTo(scope.pool)],
  };
  log.info('Creating machine of pool', { [resource.kind]: metadata.name, reason: 'the MachinePool has fewer machines than replicas' });
  const machine = { apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind, metadata, spec: kind.specOfMachine(scope.view.docker) };
  // The kind's own function made the spec.
  await deps.client.apply(resource, machine as unknown as PartialObject<M>, { fieldManager: kind.fieldManager, signal });
}

async function removeInstance<T extends KubeObject, M extends KubeObject>(
  { client }: MachinePoolDeps,
  { machine: { resource } }: MachinePoolKind<T, M>,
  { instance: { object, machine }, reason }: { readonly instance: Instance; readonly reason: string },
  { log, signal }: ReconcileContext,
): Promise<void> {
  const { namespace, name } = object.metadata;
  log.info('Deleting machine of pool', { [resource.kind]: name, Machine: machine?.metadata.name, reason });
  // The Machine drains its Node, and then deletes the object. One that was not made yet has no Node to drain.
  if (machine) await client.delete(Machines, { namespace: machine.metadata.namespace, name: machine.metadata.name }, { signal });
  else await client.delete(resource, { namespace, name }, { signal });
}

function failure({ delays }: MachinePoolDeps, { pool }: MachinePoolScope, { log, events, now }: ReconcileContext, error: unknown): PhaseResult<MachinePoolScope> {
  if (!isUserProblem(error)) throw error;
  const afterMs = delays.failed(keyString(pool.metadata), now());
  log.error('Failing to look at the instances of a pool', { err: error, retryAfterMs: afterMs });
  events.warning(pool, 'InstancesFailed', error.message);
  return { outcome: requeueAfter(afterMs, 'InstancesFailed', error.message), observed: { problem: error.message } };
}
