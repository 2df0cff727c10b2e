import type { Condition } from '@clusterwright/api';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { priorityByPolarity, type ConditionState, type MergePriority } from '@clusterwright/provider-kit/conditions/merge-strategy';
import { summarize } from '@clusterwright/provider-kit/conditions/summary';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { isDeleting } from '../../shared/is-deleting.ts';
import { deletingForSummary } from './deleting.status.ts';

const standardGates = ['Deleting', 'Updating', 'BootstrapConfigReady', 'InfrastructureReady', 'NodeHealthy', 'HealthCheckSucceeded'];

/** What belongs to a Machine that is being deleted may be gone already. */
const expectedWhileDeleting: Readonly<Record<string, readonly string[]>> = {
  BootstrapConfigReady: ['ObjectDeleted', 'ObjectDoesNotExist'],
  InfrastructureReady: ['ObjectDeleted', 'ObjectDoesNotExist'],
  NodeHealthy: ['NodeDeleted', 'NodeDoesNotExist'],
};

/** Ready: the standard conditions and the Machine's readiness gates in one (spec MA-12). `drafts` are those of this pass, `stored` those of others. */
export function ready(machine: Machine, drafts: readonly ConditionDraft[], stored: readonly Condition[], now: Date): ConditionDraft {
  const gates = machine.spec.readinessGates ?? [];
  const negative = ['Deleting', 'Updating', ...gates.filter(({ polarity }) => polarity === 'Negative').map(({ conditionType }) => conditionType)];
  const byPolarity = priorityByPolarity(negative);
  const priorityOf = (condition: ConditionState): MergePriority => (isDeleting(machine) && expectedWhileDeleting[condition.type]?.includes(condition.reason) ? 'info' : byPolarity(condition));
  return summarize({
    target: 'Ready',
    conditions: [...drafts, ...stored],
    of: [...standardGates, ...gates.map(({ conditionType }) => conditionType)],
    ignoreIfMissing: ['HealthCheckSucceeded'],
    overrides: isDeleting(machine) ? [deletingForSummary(machine, drafts, now)] : [],
    reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' },
    priorityOf,
    transformMessages: joinControlPlaneMessages,
  });
}

const controlPlaneComponent = /^\* (?:APIServer[^:]*|ControllerManager[^:]*|Scheduler[^:]*|EtcdPodHealthy):/;

/** Control plane components that all say the same are named once. */
export function joinControlPlaneMessages(messages: readonly string[]): readonly string[] {
  const components = messages.filter((message) => controlPlaneComponent.test(message));
  const texts = new Set(components.map((message) => message.slice(message.indexOf(':') + 1)));
  const [text] = texts;
  if (components.length < 2 || texts.size !== 1) return messages;
  const [first] = components;
  return messages.filter((message) => message === first || !components.includes(message)).map((message) => (message === first ? `* Control plane components:${text ?? ''}` : message));
}
