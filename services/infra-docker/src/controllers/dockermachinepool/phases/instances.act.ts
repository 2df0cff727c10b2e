import { keyString } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, PhaseResult, ReconcileContext } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import type { PartialObject } from '@clusterwright/kube-client';
import { isUserProblem } from '../../../engine-problem.ts';
import { containersOfMachines } from '../../dockermachine/containers-of-machines.ts';
import { admitted } from '../dockermachinepool.scope.ts';
import type { InfraPoolDeps, InfraPoolScope } from '../dockermachinepool.scope.ts';
import type { InfraPoolKind } from '../infra-pool-kind.ts';
import { instanceLabels, listContainers, listInstances, untilLostMs } from '../pool-instances.ts';
import { planInstances } from './instances.plan.ts';
import type { Instance } from './instances.plan.ts';

/**
 * Makes as many machines as the MachinePool asks for, and deletes those that are too many, outdated or lost.
 *
 * The object of a machine comes before its container, so that a container can never be without one.
 */
export function instances<T extends KubeObject, M extends KubeObject>(deps: InfraPoolDeps, kind: InfraPoolKind<T, M>): Phase<InfraPoolScope> {
  return async (scope, ctx) => {
    const { machinePool } = admitted(scope);
    if (machinePool.spec.template.spec.bootstrap.dataSecretName === undefined) return waitFor('WaitingForBootstrapData');
    try {
      const before = await listInstances(deps, kind, scope, ctx);
      const { create, remove } = planInstances(before, machinePool.spec.replicas ?? 1);
      for (const { object } of before) await keepMachine(deps, kind, { scope, object }, ctx);
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
export function instancesCleanup<T extends KubeObject, M extends KubeObject>(deps: InfraPoolDeps, kind: InfraPoolKind<T, M>): Phase<InfraPoolScope> {
  return async (scope, ctx) => {
    try {
      const left = await listInstances(deps, kind, scope, ctx);
      for (const instance of left) if (!instance.isLeaving) await removeInstance(deps, kind, { instance, reason: 'the pool is deleted' }, ctx);
      if (left.length > 0) return waitFor('WaitingForMachineDeletion', `${String(left.length)} machines are being deleted`);
      await removeForgotten(deps, scope, ctx);
      return done;
    } catch (error) {
      return failure(deps, scope, ctx, error);
    }
  };
}

/** Containers of machines that are there, as after the pool gave them away, are taken away by those. */
async function removeForgotten({ client, engine }: InfraPoolDeps, scope: InfraPoolScope, { log, signal }: ReconcileContext): Promise<void> {
  const containers = await listContainers({ engine }, scope, signal);
  const known = scope.clusterKey && containers.length > 0 ? await containersOfMachines(client, scope.clusterKey) : new Set<string>();
  for (const { name } of containers.filter((container) => !known.has(container.name))) {
    log.info('Deleting container', { container: name, reason: 'its pool is deleted, and no machine knows it' });
    await engine.remove(name, signal);
  }
}

async function createMachine<T extends KubeObject, M extends KubeObject>(
  { client, newName }: InfraPoolDeps,
  { machine: { resource }, fieldManager, specOfMachine }: InfraPoolKind<T, M>,
  scope: InfraPoolScope,
  { log, signal }: ReconcileContext,
): Promise<void> {
  const { pool, view } = scope;
  const metadata = { name: newName(), namespace: pool.metadata.namespace, labels: instanceLabels(scope), ownerReferences: [ownerReferenceTo(pool)] };
  log.info('Creating machine of pool', { [resource.kind]: metadata.name, reason: 'the MachinePool has fewer machines than replicas' });
  const machine = { apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind, metadata, spec: specOfMachine(view.docker) };
  // The kind's own function made the spec.
  await client.apply(resource, machine as unknown as PartialObject<M>, { fieldManager, signal });
}

/** What somebody took away of the labels and the owner comes back: others find the machines of a pool by them. */
async function keepMachine<T extends KubeObject, M extends KubeObject>(
  { client }: InfraPoolDeps,
  { machine: { resource } }: InfraPoolKind<T, M>,
  { scope, object: { metadata } }: { readonly scope: InfraPoolScope; readonly object: KubeObject },
  { log, signal }: ReconcileContext,
): Promise<void> {
  const { namespace, name, labels, ownerReferences = [], resourceVersion } = metadata;
  const missing = Object.entries(instanceLabels(scope)).filter(([key, value]) => labels?.[key] !== value);
  const owners = withOwnerReference(ownerReferences, ownerReferenceTo(scope.pool));
  if (missing.length === 0 && owners === ownerReferences) return;
  log.info('Restoring metadata of a machine of a pool', { [resource.kind]: name, labels: missing.map(([key]) => key), reason: 'it lacks what the pool gave it' });
  // The list of owners belongs to others as well: a stale one must not be written back.
  const body = { metadata: { resourceVersion, labels: Object.fromEntries(missing), ownerReferences: owners } };
  await client.patch(resource, { namespace, name }, { type: 'merge', body }, { signal });
}

async function removeInstance<T extends KubeObject, M extends KubeObject>(
  { client }: InfraPoolDeps,
  { machine: { resource } }: InfraPoolKind<T, M>,
  { instance: { object, machine }, reason }: { readonly instance: Instance; readonly reason: string },
  { log, signal }: ReconcileContext,
): Promise<void> {
  const { namespace, name } = object.metadata;
  log.info('Deleting machine of pool', { [resource.kind]: name, Machine: machine?.metadata.name, reason });
  // The Machine drains its Node, and then deletes the object. One that was not made yet has no Node to drain.
  if (machine) await client.delete(Machines, { namespace, name: machine.metadata.name }, { uid: machine.metadata.uid, signal });
  else await client.delete(resource, { namespace, name }, { uid: object.metadata.uid, signal });
}

function failure({ delays }: InfraPoolDeps, { pool }: InfraPoolScope, { log, events, now }: ReconcileContext, error: unknown): PhaseResult<InfraPoolScope> {
  if (!isUserProblem(error)) throw error;
  const afterMs = delays.failed(keyString(pool.metadata), now());
  log.error('Failing to look at the instances of a pool', { err: error, retryAfterMs: afterMs });
  events.warning(pool, 'InstancesFailed', error.message);
  return { outcome: requeueAfter(afterMs, 'InstancesFailed', error.message), observed: { problem: error.message } };
}
