import { keyString, machinePoolFieldManager, keyOf } from '@clusterwright/api';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { done, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { prepareApply } from '@clusterwright/provider-kit/cluster/prepare-apply';
import type { WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { inParallel } from '../../shared/in-parallel.act.ts';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import type { MachineIntent } from './machine-intent.plan.ts';
import { planMachines } from './machines.plan.ts';

/** A Machine that does not belong to the pool has the name of one of its instances. Retried with backoff; the message names it. */
export class MachineNameTakenError extends AppError {
  readonly code = 'MachineNameTaken';
}

/** Shows each instance of the pool as a Machine, where the provider has an object for each of them. Errors: `MachineNameTakenError`, after all else is done. */
export function machines(deps: Pick<MachinePoolDeps, 'client'>): Phase<MachinePoolScope> {
  return async (scope, ctx) => {
    if (scope.infraMachinePool.kind === 'found' && isDeleting(scope.infraMachinePool.object)) return done;
    const plan = planMachines({ ...scope, kubeletVersionOf: kubeletVersions(scope.connection) });
    const created = await inParallel(plan.create, (intent) => create(deps, intent, ctx));
    const updated = await inParallel(plan.update, ({ machine, intent }) => update(deps, machine, intent, ctx));
    if (plan.taken.length > 0) throw new MachineNameTakenError(`failed to create Machines for MachinePool ${scope.machinePool.metadata.name}: Machines ${plan.taken.join(', ')} exist and do not belong to it`);
    const current = new Map(updated.map((machine) => [machine.metadata.name, machine]));
    return { outcome: done, observed: { machines: [...scope.machines.map((machine) => current.get(machine.metadata.name) ?? machine), ...created] } };
  };
}

function kubeletVersions(connection: WorkloadConnection): (providerID: string) => string | undefined {
  return (providerID) => (connection.kind === 'connected' ? connection.cluster.nodes.byProviderID(providerID)[0]?.status?.nodeInfo?.kubeletVersion : undefined);
}

async function create({ client }: Pick<MachinePoolDeps, 'client'>, intent: MachineIntent, { log, signal }: ReconcileContext): Promise<Machine> {
  const machine = await client.apply(Machines, intent, { fieldManager: machinePoolFieldManager, signal });
  const { kind, name } = intent.spec.infrastructureRef;
  log.info('Created Machine', { Machine: keyString(keyOf(machine)), reason: `the pool has a ${kind} ${name}` });
  return machine;
}

async function update({ client }: Pick<MachinePoolDeps, 'client'>, machine: Machine, intent: MachineIntent, { now, signal }: ReconcileContext): Promise<Machine> {
  await prepareApply({ client, resource: Machines, object: machine, manager: machinePoolFieldManager, now: now(), signal });
  return client.apply(Machines, intent, { fieldManager: machinePoolFieldManager, signal });
}
