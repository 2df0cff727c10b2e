import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import { v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { WorkloadCluster, WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { EtcdAlarm, EtcdMember } from '../../../ports/etcd-client.ts';
import { conditionOf, isEtcdManaged, podConditionTypes, staticPodComponents, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import { aggregateHealth, aggregateV1Beta1Health, type AggregateHealthInput } from './aggregate.plan.ts';
import { componentDrafts, nodesWithoutMachine, type ObservedNodes } from './components.plan.ts';
import { mergeDrafts, noDrafts, type ControlPlaneDraft, type MachineDraft, type MachineDrafts } from './drafts.plan.ts';
import { etcdHealth, type ObservedEtcd } from './etcd-health.plan.ts';
import { withDrafts } from './machine-conditions.plan.ts';
import type { ObservedPods } from './static-pod.plan.ts';
import { upToDateDraft } from './up-to-date-condition.plan.ts';

/** What is known of control plane components and etcd after looking, or not being able to. */
export interface Health {
  /** Machines with the conditions stated now. */
  readonly machines: readonly ControlPlaneMachine[];
  readonly drafts: ReadonlyMap<string, MachineDrafts>;
  /** EtcdClusterHealthy and ControlPlaneComponentsHealthy; a type without a draft stays as it is. */
  readonly conditions: readonly ControlPlaneDraft[];
  readonly v1beta1Conditions: readonly V1Beta1ConditionDraft[];
  /** Undefined where etcd could not be asked. */
  readonly etcd: { readonly members: readonly EtcdMember[]; readonly alarms: readonly EtcdAlarm[]; readonly leader: EtcdMember; readonly awaitsMember?: boolean | undefined } | undefined;
  readonly membersMatchMachines: boolean;
  /** Why nothing may be done to the control plane in this pass. */
  readonly blockedBy: string | undefined;
}

export interface HealthInput {
  readonly controlPlane: KubeadmControlPlane;
  readonly machines: readonly ControlPlaneMachine[];
  readonly initialized: boolean;
  readonly connection: WorkloadConnection;
  /** How long the last known state is shown while the workload cluster cannot be reached (`--remote-conditions-grace-period`). */
  readonly gracePeriodMs: number;
  readonly now: Date;
}

export type HealthPlan =
  | { readonly step: 'inspect'; readonly cluster: WorkloadCluster }
  | { readonly step: 'unknown'; readonly reason: 'InspectionFailed' | 'ConnectionDown'; readonly message: string; readonly overwrite: boolean; readonly blockedBy: string | undefined };

/** Whether the workload cluster can be looked at, and if not, what to say. */
export function planHealth({ controlPlane, initialized, connection, gracePeriodMs, now }: HealthInput): HealthPlan {
  if (!initialized) return { step: 'unknown', reason: 'InspectionFailed', message: 'Waiting for Cluster control plane to be initialized', overwrite: true, blockedBy: undefined };
  const { lastSuccessTime } = connection.probe;
  if (isConnecting(connection)) {
    return { step: 'unknown', reason: 'ConnectionDown', message: 'Remote connection not established yet', overwrite: false, blockedBy: 'connection to the workload cluster not established yet' };
  }
  const message = lastSuccessTime ? `Last successful probe at ${rfc3339(lastSuccessTime)}` : '';
  if (now.getTime() - lastKnownAt(controlPlane, lastSuccessTime, now) > gracePeriodMs) return { step: 'unknown', reason: 'ConnectionDown', message, overwrite: true, blockedBy: 'connection to the workload cluster is down' };
  if (connection.kind === 'disconnected') return { step: 'unknown', reason: 'ConnectionDown', message, overwrite: false, blockedBy: connection.reason };
  return { step: 'inspect', cluster: connection.cluster };
}

/** This process has not reached the workload cluster yet and has not tried often: it was just started, or the cluster just came up. Pure. */
export function isConnecting({ probe: { lastSuccessTime, consecutiveFailures } }: WorkloadConnection): boolean {
  return lastSuccessTime === undefined && consecutiveFailures < 5;
}

/** The grace period begins no earlier than the control plane itself. */
function lastKnownAt(controlPlane: KubeadmControlPlane, lastSuccessTime: Date | undefined, now: Date): number {
  const initialized = conditionOf(controlPlane, 'Initialized')?.lastTransitionTime;
  return Math.max(lastSuccessTime?.getTime() ?? 0, initialized ? Date.parse(initialized) : now.getTime());
}

/** Unknown everywhere; without `overwrite` only where the control plane says nothing yet, so that the last known state stays visible for a while. */
export function unknownHealth({ controlPlane, machines, now }: HealthInput, { reason, message, overwrite, blockedBy }: Extract<HealthPlan, { step: 'unknown' }>): Health {
  const says = (type: 'EtcdClusterHealthy' | 'ControlPlaneComponentsHealthy'): boolean => overwrite || conditionOf(controlPlane, type) === undefined;
  const etcdTypes = isEtcdManaged(controlPlane) ? (['EtcdMemberHealthy'] as const) : [];
  const podTypes = staticPodComponents(controlPlane).map((component) => podConditionTypes[component]);
  const types = [...(says('EtcdClusterHealthy') ? etcdTypes : []), ...(says('ControlPlaneComponentsHealthy') ? (['NodeKubeadmLabelsAndTaintsSet', ...podTypes] as const) : [])];
  const stated: MachineDrafts = { conditions: types.map((type): MachineDraft => ({ type, status: 'Unknown', reason, message })), v1beta1Conditions: [] };
  const conditions = (['EtcdClusterHealthy', 'ControlPlaneComponentsHealthy'] as const).filter(says).map((type): ControlPlaneDraft => ({ type, status: 'Unknown', reason, message }));
  return { ...withMachineDrafts(machines, () => stated, now), conditions, v1beta1Conditions: [], etcd: undefined, membersMatchMachines: false, blockedBy };
}

export interface Inspection {
  readonly nodes: ObservedNodes;
  readonly pods: ObservedPods;
  readonly etcd: ObservedEtcd;
}

/** Conditions of Machines and control plane from what was seen. */
export function inspectedHealth({ controlPlane, machines, now }: HealthInput, { nodes, pods, etcd }: Inspection): Health {
  const input = { controlPlane, machines, nodes, pods };
  const isManaged = isEtcdManaged(controlPlane);
  const members = isManaged ? etcdHealth({ machines, etcd, nodeByName: nodes.byName, now }) : undefined;
  const result = withMachineDrafts(machines, (subject) => mergeDrafts(componentDrafts(input, subject), members?.drafts.get(subject.machine.metadata.name) ?? noDrafts), now);

  const stated = result.machines.map(({ machine }) => machine);
  const components: AggregateHealthInput = {
    target: 'ControlPlaneComponentsHealthy',
    machines: stated,
    conditionTypes: staticPodComponents(controlPlane).map((component) => podConditionTypes[component]),
    problems: nodesWithoutMachine(input),
    note: 'control plane',
  };
  const memberHealth: AggregateHealthInput = { target: 'EtcdClusterHealthy', machines: stated, conditionTypes: ['EtcdMemberHealthy'], problems: members?.clusterProblems ?? [], note: 'etcd member' };
  const aggregates = isManaged ? [components, memberHealth] : [components];
  // Whoever runs an external etcd may state EtcdClusterHealthy; the old API always called it healthy.
  const externalEtcd = isManaged ? [] : [v1beta1True('EtcdClusterHealthy')];
  return {
    ...result,
    conditions: aggregates.map(aggregateHealth),
    v1beta1Conditions: [...aggregates.map(aggregateV1Beta1Health).filter((draft) => draft !== undefined), ...externalEtcd],
    etcd: etcd.kind === 'answered' ? { members: etcd.members, alarms: etcd.alarms, leader: etcd.leader, awaitsMember: members?.awaitsMember } : undefined,
    membersMatchMachines: members?.membersMatchMachines ?? true,
    blockedBy: undefined,
  };
}

function withMachineDrafts(machines: readonly ControlPlaneMachine[], draftsOf: (subject: ControlPlaneMachine) => MachineDrafts, now: Date): Pick<Health, 'machines' | 'drafts'> {
  const drafts = new Map(machines.map((subject) => [subject.machine.metadata.name, mergeDrafts(draftsOf(subject), { conditions: [upToDateDraft(subject)], v1beta1Conditions: [] })]));
  return { drafts, machines: machines.map((subject) => ({ ...subject, machine: withDrafts(subject.machine, drafts.get(subject.machine.metadata.name) ?? noDrafts, now) })) };
}
