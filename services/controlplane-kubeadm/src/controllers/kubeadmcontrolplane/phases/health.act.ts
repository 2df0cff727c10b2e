import { keyOf } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { patchSharedStatus } from '@clusterwright/controller-runtime/driver/shared-status';
import { isConflict, isNotFound } from '@clusterwright/kube-client';
import type { WorkloadCluster } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { ControlPlanePods } from '../../../ports/control-plane-pods.ts';
import type { EtcdClient, EtcdConnector } from '../../../ports/etcd-client.ts';
import { isEtcdManaged } from '../control-plane-machine.plan.ts';
import { noDrafts } from '../health/drafts.plan.ts';
import { etcdNodeNames, type ObservedEtcd } from '../health/etcd-health.plan.ts';
import { inspectedHealth, planHealth, unknownHealth, type HealthInput, type Inspection } from '../health/health.plan.ts';
import { machineStatusPatch } from '../health/machine-conditions.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { etcdTarget } from './etcd-target.ts';

export interface HealthDeps {
  readonly client: Pick<Client, 'patch'>;
  readonly pods: Pick<ControlPlanePods, 'list'>;
  readonly etcd: EtcdConnector;
  readonly gracePeriodMs: number;
}

/** Looks at Nodes, static Pods and etcd, and concludes how the control plane is. Writes nothing. */
export function inspectHealth(deps: HealthDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const { controlPlane, machines, initialized, connection, now } = scope;
    const input: HealthInput = { controlPlane, machines, initialized, connection, now, gracePeriodMs: deps.gracePeriodMs };
    const plan = planHealth(input);
    const health = plan.step === 'inspect' ? inspectedHealth(input, await inspect(deps, scope, plan.cluster, ctx)) : unknownHealth(input, plan);
    return { outcome: done, observed: { health } };
  };
}

async function inspect(deps: HealthDeps, scope: ControlPlaneScope, cluster: WorkloadCluster, ctx: ReconcileContext): Promise<Inspection> {
  const nodeByName = (name: string) => cluster.nodes.get(name);
  const [byName, etcd] = await Promise.all([deps.pods.list(keyOf(scope.cluster), ctx.signal), inspectEtcd(deps, scope, cluster, ctx)]);
  return { nodes: { byName: nodeByName, all: cluster.nodes.list() }, pods: byName ? { kind: 'listed', byName } : { kind: 'failed' }, etcd };
}

async function inspectEtcd({ etcd }: HealthDeps, scope: ControlPlaneScope, cluster: WorkloadCluster, { log, signal }: ReconcileContext): Promise<ObservedEtcd> {
  const nodeNames = etcdNodeNames(scope.machines, (name) => cluster.nodes.get(name));
  if (!isEtcdManaged(scope.controlPlane) || nodeNames.length === 0) return { kind: 'notAsked' };
  const failed = (at: Extract<ObservedEtcd, { kind: 'failed' }>['at'], error: unknown): ObservedEtcd => {
    const { message } = toError(error);
    log.info('Failed to get etcd members and alarms', { step: at, err: message });
    return { kind: 'failed', at, message };
  };

  let client: EtcdClient;
  try {
    client = await etcd.connect(etcdTarget(scope, cluster), nodeNames, signal);
  } catch (error) {
    return failed('connect', error);
  }
  let at: 'members' | 'alarms' = 'members';
  try {
    const members = await client.members();
    const leader = members.find(({ id }) => id === client.leaderID);
    if (!leader) return failed('leader', new Error('failed to get etcd leader'));
    at = 'alarms';
    return { kind: 'answered', members, leader, alarms: await client.alarms() };
  } catch (error) {
    return failed(at, error);
  } finally {
    client.close();
  }
}

/** Writes what was concluded on the Machines: one patch each, where something is new. The next step fails on what could not be written. */
export function writeMachineConditions({ client }: Pick<HealthDeps, 'client'>): Phase<ControlPlaneScope> {
  return async ({ health, machines }, { now, signal }) => {
    if (!health) return done;
    const errors: Error[] = [];
    const written = await Promise.all(
      machines.map(async (member, index) => {
        const { machine } = member;
        const patch = machineStatusPatch(machine, health.drafts.get(machine.metadata.name) ?? noDrafts, now());
        if (!patch) return member;
        try {
          return { ...member, machine: await patchSharedStatus({ client, resource: Machines, signal }, machine, patch) };
        } catch (error) {
          // A Machine that is gone needs no conditions; its end wakes us.
          if (!isNotFound(error)) errors.push(toError(error));
          return health.machines[index] ?? member;
        }
      }),
    );
    return { outcome: done, observed: { machines: written, machineWriteError: errors.find((error) => !isConflict(error)) ?? errors[0] } };
  };
}

/** Nothing is changed while it is not known how the control plane is. */
export const reachableWorkloadCluster: Phase<ControlPlaneScope> = ({ health }) => (health?.blockedBy === undefined ? done : waitFor('WaitingForWorkloadCluster', health.blockedBy));
