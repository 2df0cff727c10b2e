import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { EtcdMember } from '../../../ports/etcd-client.ts';
import { conditionOf, hasCondition, healthConditionTypes, isEtcdManaged, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { etcdQuorum } from '../etcd-quorum.plan.ts';
import type { ControlPlaneDraft } from '../health/drafts.plan.ts';
import { isConnecting, type Health as InspectedHealth } from '../health/health.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

/** Problems show beside an available control plane only once they last: components restart for a moment now and then. */
const reportingDelayMs = 10_000;
/** So long after it came up etcd may still be silent. */
const etcdGraceMs = 2 * 60_000;

type AvailableDraft = Extract<ControlPlaneDraft, { type: 'Available' }>;

const notAvailable = (message: string): AvailableDraft => ({ type: 'Available', status: 'False', reason: 'NotAvailable', message });

/** Available: certificates are there, etcd has quorum, and at least one Machine has all components working; undefined where this pass did not look. */
export function availableDraft(scope: ControlPlaneScope, certificatesAvailable: boolean): AvailableDraft | undefined {
  if (!scope.initialized) return notAvailable('Control plane not yet initialized');
  if (scope.controlPlane.metadata.deletionTimestamp !== undefined) return notAvailable('* Control plane metadata.deletionTimestamp is set');
  return scope.health && inspectedAvailability(scope, scope.health, certificatesAvailable);
}

function inspectedAvailability(scope: ControlPlaneScope, health: InspectedHealth, certificatesAvailable: boolean): AvailableDraft | undefined {
  const { controlPlane, machines, now } = scope;
  const isManaged = isEtcdManaged(controlPlane);
  if (isManaged && !health.etcd) return wasAvailableBeforeStart(scope) ? undefined : unknownMembers(scope);
  if (isManaged && !health.membersMatchMachines) return notAvailable('The list of etcd members does not match the list of Machines and Nodes');

  const components = countComponents(scope);
  const etcd = isManaged ? countMembers(health.etcd?.members ?? [], machines, now) : undefined;
  const obstacles = obstaclesOf(components, etcd, certificatesAvailable);
  if (obstacles.length > 0) return notAvailable(obstacles.join('\n'));
  return { type: 'Available', status: 'True', reason: 'Available', message: troublesOf(components, etcd, machines.length).join('\n') };
}

function obstaclesOf(components: Count, etcd: MemberCount | undefined, certificatesAvailable: boolean): string[] {
  return [
    ...(certificatesAvailable ? [] : ['* Control plane certificates are not available']),
    ...(etcd && etcd.healthy < etcd.quorum ? [membersMessage(etcd, etcd.healthy)] : []),
    ...(components.healthy < 1 ? ['* There are no Machines with healthy control plane components, at least 1 required'] : []),
  ];
}

/** What does not work, though enough else does. */
function troublesOf(components: Count, etcd: MemberCount | undefined, machines: number): string[] {
  return [...(etcd && etcd.unhealthy > 0 ? [membersMessage(etcd, etcd.healthy + etcd.unreported)] : []), ...(components.unhealthy > 0 ? [componentsMessage(components, machines)] : [])];
}

/** A control plane does not become unavailable because we were restarted, or took over from somebody else: what was said last stands until we are connected. */
function wasAvailableBeforeStart({ controlPlane, connection }: ControlPlaneScope): boolean {
  return isConnecting(connection) && conditionOf(controlPlane, 'Available')?.status === 'True';
}

function unknownMembers({ controlPlane, now }: ControlPlaneScope): AvailableDraft {
  const initialized = conditionOf(controlPlane, 'Initialized');
  const since = initialized?.status === 'True' ? Date.parse(initialized.lastTransitionTime) : now.getTime();
  if (now.getTime() - since < etcdGraceMs) return notAvailable('Waiting for etcd to report the list of members');
  return { type: 'Available', status: 'Unknown', reason: 'InspectionFailed', message: 'Failed to get etcd members' };
}

interface Count {
  readonly healthy: number;
  readonly unhealthy: number;
  /** Unhealthy, but not for long enough to say so. */
  readonly unreported: number;
}

type Health = keyof Count;

function count(healths: readonly Health[]): Count {
  const of = (health: Health): number => healths.filter((candidate) => candidate === health).length;
  return { healthy: of('healthy'), unhealthy: of('unhealthy'), unreported: of('unreported') };
}

/** kubeadm wires the components of a machine to each other: a machine counts only where all of them work. Machines without infrastructure do not count at all. */
function countComponents({ controlPlane, machines, now }: ControlPlaneScope): Count {
  const types = healthConditionTypes(controlPlane);
  return count(machines.filter(({ machine }) => machine.spec.providerID).map(({ machine }) => healthOf(machine, types, now)));
}

function healthOf(machine: Machine, types: readonly string[], now: Date): Health {
  if (types.every((type) => hasCondition(machine, type, 'True'))) return 'healthy';
  const since = types
    .map((type) => conditionOf(machine, type))
    .filter((condition) => condition !== undefined && condition.status !== 'True')
    .map((condition) => Date.parse(condition?.lastTransitionTime ?? ''));
  return since.length > 0 && now.getTime() - Math.min(...since) > reportingDelayMs ? 'unhealthy' : 'unreported';
}

interface MemberCount extends Count {
  readonly total: number;
  readonly learners: number;
  readonly quorum: number;
}

/** Members count by what their Machine says. One that has no name yet, or no Machine while exactly one still waits for its Node, is on its way. */
function countMembers(members: readonly EtcdMember[], machines: readonly ControlPlaneMachine[], now: Date): MemberCount {
  const withoutNode = machines.filter(({ machine }) => !machine.status?.nodeRef?.name);
  const [only] = withoutNode.length === 1 ? withoutNode : [];
  let provisioning = only;
  const healths = members.map(({ name }): Health => {
    if (name === '') return 'healthy';
    let owner = machines.find(({ machine }) => machine.status?.nodeRef?.name === name);
    if (!owner) [owner, provisioning] = [provisioning, undefined];
    return owner ? healthOf(owner.machine, ['EtcdMemberHealthy'], now) : 'unhealthy';
  });
  const learners = members.filter(({ name, isLearner }) => isLearner || name === '').length;
  return { ...count(healths), total: members.length, learners, quorum: etcdQuorum(members.length - learners) };
}

function membersMessage({ total, learners, quorum }: MemberCount, healthy: number): string {
  const ofLearners = learners > 0 ? ` ${learners} learner etcd member,` : '';
  const required = `${ofLearners} at least ${quorum} healthy member required for etcd quorum`;
  if (healthy === 0) return `* There are no healthy etcd member,${required}`;
  return `* ${healthy} of ${total} etcd members ${healthy === 1 ? 'is' : 'are'} healthy,${required}`;
}

function componentsMessage({ healthy, unreported }: Count, total: number): string {
  const working = healthy + unreported;
  return `* ${working} of ${total} Machines ${working === 1 ? 'has' : 'have'} healthy control plane components, at least 1 required`;
}
