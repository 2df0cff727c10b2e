import type { Condition } from '@clusterwright/api';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { v1beta1False, v1beta1True, v1beta1Unknown, type V1Beta1ConditionState } from '@clusterwright/provider-kit/conditions/v1beta1';
import { conditionOf, listNames, type ControlPlaneMachine } from '../control-plane-machine.plan.ts';
import type { ControlPlaneDraft } from './drafts.plan.ts';

type Machine = ControlPlaneMachine['machine'];
type HealthType = 'EtcdClusterHealthy' | 'ControlPlaneComponentsHealthy';

export interface AggregateHealthInput {
  readonly target: HealthType;
  /** Machines with the conditions of this pass. */
  readonly machines: readonly Machine[];
  readonly conditionTypes: readonly string[];
  /** Problems of the cluster as a whole. */
  readonly problems: readonly string[];
  /** What the Machines report about, in messages. */
  readonly note: 'etcd member' | 'control plane';
}

/** One Machine's share: how it stands, and what is to be said of it. */
interface MachineHealth {
  readonly name: string;
  readonly hasFalse: boolean;
  readonly hasUnknown: boolean;
  readonly hasReport: boolean;
  /** Empty where everything is fine. */
  readonly message: string;
}

/** Sums up conditions of the Machines on the control plane. Unknown does not count before the infrastructure of a Machine is ready: it would only be noise. */
export function aggregateHealth({ target, machines, conditionTypes, problems, note }: AggregateHealthInput): ControlPlaneDraft {
  const healths = machines.map((machine) => machineHealth(machine, conditionTypes));
  const message = [...machineMessages(healths), ...problems.map((problem) => `* ${problem}`)].join('\n');
  if (problems.length > 0 || healths.some(({ hasFalse }) => hasFalse)) return { type: target, status: 'False', reason: 'NotHealthy', message };
  if (healths.some(({ hasUnknown }) => hasUnknown)) return { type: target, status: 'Unknown', reason: 'HealthUnknown', message };
  if (healths.some(({ hasReport }) => hasReport)) return { type: target, status: 'True', reason: 'Healthy' };
  return { type: target, status: 'Unknown', reason: 'HealthUnknown', message: `No Machines reporting ${note} status` };
}

function machineHealth(machine: Machine, types: readonly string[]): MachineHealth {
  const conditions = types.map((type) => conditionOf(machine, type)).filter((condition) => condition !== undefined);
  const isProblem = ({ status }: Condition): boolean => status === 'False' || (status === 'Unknown' && Boolean(machine.spec.providerID));
  const found = conditions.filter(isProblem);
  return {
    name: machine.metadata.name,
    hasFalse: found.some(({ status }) => status === 'False'),
    hasUnknown: found.some(({ status }) => status === 'Unknown'),
    hasReport: conditions.length > 0,
    message: found.length === 0 ? '' : machineMessage(conditions, found),
  };
}

/** Conditions that all say the same are one line. */
function machineMessage(conditions: readonly Condition[], found: readonly Condition[]): string {
  const [text = '', ...others] = new Set(conditions.map(({ message }) => message ?? ''));
  if (conditions.length > 1 && others.length === 0) return `  * Control plane components: ${text}`;
  return found.map(({ type, status, message }) => `  * ${type}: ${message || `condition is ${status}`}`).join('\n');
}

/** Machines that say the same share a message; what most of them say comes first. */
function machineMessages(healths: readonly MachineHealth[]): string[] {
  const namesByMessage = new Map<string, string[]>();
  for (const { name, message } of healths) if (message !== '') namesByMessage.set(message, [...(namesByMessage.get(message) ?? []), name].sort());
  return [...namesByMessage]
    .sort(([, a], [, b]) => b.length - a.length || (a.join(',') < b.join(',') ? -1 : 1))
    .map(([message, names]) => `* Machine${names.length > 1 ? 's' : ''} ${listNames(names, 3)}:\n${message}`);
}

const v1beta1Reasons = {
  EtcdClusterHealthy: { unhealthy: 'EtcdClusterUnhealthy', unknown: 'EtcdClusterUnknown' },
  ControlPlaneComponentsHealthy: { unhealthy: 'ControlPlaneComponentsUnhealthy', unknown: 'ControlPlaneComponentsUnknown' },
} as const;

const severities = ['Error', 'Warning', 'Info'] as const;

/** The same for the older API: errors before warnings, infos, what is fine and what is unknown; undefined where no Machine says anything. */
export function aggregateV1Beta1Health({ target, machines, conditionTypes, problems, note }: AggregateHealthInput): V1Beta1ConditionDraft | undefined {
  const reasons = v1beta1Reasons[target];
  const namesWhere = (matches: (condition: V1Beta1ConditionState) => boolean): string[] =>
    machines.filter((machine) => v1beta1ConditionsOf(machine).some((condition) => conditionTypes.includes(condition.type) && matches(condition))).map(({ metadata }) => metadata.name).sort();
  const reporting = (what: string, names: readonly string[]): string => `Following Machines are reporting ${what}: ${names.join(', ')}`;

  for (const severity of severities) {
    const names = namesWhere((condition) => condition.status === 'False' && condition.severity === severity);
    const own = severity === 'Error' ? problems : [];
    const what = severity === 'Info' ? `${note} info` : `${note} ${severity.toLowerCase()}s`;
    const messages = [...own, ...(names.length > 0 ? [reporting(what, names)] : [])];
    if (messages.length > 0) return v1beta1False(target, reasons.unhealthy, severity, messages.join('; '));
  }
  if (namesWhere(({ status }) => status === 'True').length > 0) return v1beta1True(target);
  const unknown = namesWhere(({ status }) => status === 'Unknown');
  return unknown.length > 0 ? v1beta1Unknown(target, reasons.unknown, reporting(`unknown ${note} status`, unknown)) : undefined;
}

function v1beta1ConditionsOf({ status }: Machine): readonly V1Beta1ConditionState[] {
  // Only 'True', 'False' and 'Unknown' are ever written.
  return (status?.deprecated?.v1beta1?.conditions ?? []) as readonly V1Beta1ConditionState[];
}
