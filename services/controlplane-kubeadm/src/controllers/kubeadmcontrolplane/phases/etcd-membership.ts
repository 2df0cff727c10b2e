import { toError } from '@clusterwright/api/errors';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import type { WorkloadCluster } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { EtcdError, type EtcdClient, type EtcdConnector, type EtcdMember } from '../../../ports/etcd-client.ts';
import { hasCondition, hasNode, isDeleting, isUnhealthy, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { etcdTarget } from './etcd-target.ts';

/** Changes of the etcd cluster that come before a Machine goes. */
export interface EtcdMembership {
  /** Removes a member through another one; already gone is success. Errors: `EtcdError`. The caller has made sure of quorum. */
  remove(scope: ControlPlaneScope, member: EtcdMember, ctx: ReconcileContext): Promise<void>;
  /**
   * Hands leadership to another Machine where `leaving` has it. A broken Machine whose member cannot be reached keeps it: etcd elects a new leader when that member
   * stops or is removed. Errors: `EtcdError`.
   */
  forwardLeadership(scope: ControlPlaneScope, leaving: ControlPlaneMachine, ctx: ReconcileContext): Promise<void>;
}

export function createEtcdMembership(etcd: EtcdConnector): EtcdMembership {
  const connectToLeader = async (scope: ControlPlaneScope, leaving: ControlPlaneMachine, from: string, { log, signal }: ReconcileContext): Promise<EtcdClient | undefined> => {
    const target = etcdTarget(scope, connectedCluster(scope));
    try {
      return await etcd.connect(target, [from], signal);
    } catch (error) {
      if (!EtcdError.is(error) || error.failure !== 'Connect' || !isBroken(leaving)) throw error;
      log.info('Leaving etcd leadership where it is', { reason: 'the leader cannot be reached', Node: from, err: error.message });
      return undefined;
    }
  };

  return {
    async remove(scope, member, { signal }) {
      const cluster = connectedCluster(scope);
      const nodeNames = nodeNamesOf(scope, cluster).filter((name) => name !== member.name);
      const client = await etcd.connect(etcdTarget(scope, cluster), nodeNames, signal);
      await closing(client, () => removeThrough(client, member));
    },

    async forwardLeadership(scope, leaving, ctx) {
      const { leader } = scope.health?.etcd ?? {};
      if (!leader) throw new EtcdError('Protocol', 'unable to move etcd leadership, failed to detect etcd leader');
      const from = leaving.machine.status?.nodeRef?.name;
      if (!from || from !== leader.name) return;
      const candidates = leadershipCandidates(scope.machines, leaving);
      if (candidates.length === 0) throw new EtcdError('Refused', 'unable to move etcd leadership, no candidate machines for etcd leadership found');
      // Only the leader itself can hand over.
      const client = await connectToLeader(scope, leaving, from, ctx);
      if (client) await closing(client, () => moveToFirst(client, from, candidates, ctx));
    },
  };
}

function connectedCluster({ connection }: ControlPlaneScope): WorkloadCluster {
  if (connection.kind === 'connected') return connection.cluster;
  throw new EtcdError('Connect', connection.reason);
}

/** Nodes to reach etcd through, the most promising first: each that does not answer costs a timeout. */
function nodeNamesOf({ machines }: ControlPlaneScope, { nodes }: WorkloadCluster): string[] {
  const rank = ({ machine }: ControlPlaneMachine): number => (isDeleting(machine) ? 2 : hasCondition(machine, 'EtcdMemberHealthy', 'True') ? 0 : 1);
  return machines
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ machine }) => machine.status?.nodeRef?.name ?? '')
    .filter((name) => name !== '' && nodes.get(name));
}

/** Whether it is known already that something is wrong with a Machine. */
function isBroken({ machine }: ControlPlaneMachine): boolean {
  return isUnhealthy(machine) || !hasCondition(machine, 'EtcdPodHealthy', 'True');
}

async function closing<T>(client: EtcdClient, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    client.close();
  }
}

async function removeThrough(client: EtcdClient, { id }: EtcdMember): Promise<void> {
  const members = await client.members();
  if (!members.some((member) => member.id === id)) return;
  if (members.length === 1) throw new EtcdError('Refused', 'cannot remove the last etcd member in the cluster');
  await client.removeMember(id);
}

async function moveToFirst(client: EtcdClient, from: string, candidates: readonly ControlPlaneMachine[], { log }: ReconcileContext): Promise<void> {
  const members = await client.members();
  if (members.find(({ name }) => name === from)?.id !== client.leaderID) return;
  for (const { machine } of candidates) {
    const next = members.find(({ name }) => name === machine.status?.nodeRef?.name);
    const keys = { reason: 'leader is about to be deleted', previousLeader: from, newLeader: machine.status?.nodeRef?.name };
    try {
      if (!next) throw new EtcdError('Protocol', `failed to get etcd member for leader candidate "${machine.status?.nodeRef?.name}"`);
      await client.moveLeader(next.id);
      log.info('Moved etcd leadership', keys);
      return;
    } catch (error) {
      log.info('Moving etcd leadership failed', { ...keys, err: toError(error).message });
    }
  }
  throw new EtcdError('Refused', 'failed to move etcd leadership');
}

/** Machines that may lead, the most reliable first: healthy member, not to be remediated, not to be replaced, newest. */
export function leadershipCandidates(machines: readonly ControlPlaneMachine[], leaving: ControlPlaneMachine): readonly ControlPlaneMachine[] {
  const preferences = ['EtcdMemberHealthy', 'HealthCheckSucceeded', 'UpToDate'];
  const rank = ({ machine }: ControlPlaneMachine): string => preferences.map((type) => (hasCondition(machine, type, 'True') ? '0' : '1')).join('');
  const created = ({ machine }: ControlPlaneMachine): string => machine.metadata.creationTimestamp ?? '';
  return machines
    .filter(({ machine }) => machine.metadata.name !== leaving.machine.metadata.name && hasNode(machine) && !isDeleting(machine))
    .toSorted((a, b) => (rank(a) === rank(b) ? (created(a) > created(b) ? -1 : 1) : rank(a) < rank(b) ? -1 : 1));
}
