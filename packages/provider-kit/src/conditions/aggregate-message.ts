import { pluralize } from '@clusterwright/contract';
import { withIndentedMessage } from './message-format.ts';
import type { ConditionState, MergeGroups, MergePriority } from './merge-strategy.ts';

export type OwnedCondition = ConditionState & { readonly owner: { readonly kind: string; readonly name: string; readonly isControlPlaneMachine: boolean } };

const maxMessages = 3;
const maxNames = 3;
const rank: Readonly<Record<MergePriority, number>> = { issue: 0, unknown: 1, info: 2 };
const others: Readonly<Record<MergePriority, string>> = { issue: 'with other issues', unknown: 'with status unknown', info: 'with additional info' };

/** One text, and the objects of one kind that report it. */
interface Report {
  readonly kind: string;
  readonly text: string;
  readonly names: string[];
}

/** What is known of a text over all kinds: the highest priority it comes with, and whether a control plane Machine says it. */
interface TextRank {
  readonly priority: MergePriority;
  readonly first: boolean;
}

/** The message of an aggregate: up to three texts with up to three object names each, the rest counted. Infos appear only where there is nothing else. */
export function aggregateMessage(groups: MergeGroups<OwnedCondition>, priorityOf: (condition: ConditionState) => MergePriority): string {
  const problems = [...groups.issue, ...groups.unknown];
  const surfaced = problems.length > 0 ? problems : groups.info.filter(({ message }) => Boolean(message));
  const ranks = rankTexts(surfaced, priorityOf);
  const controlPlaneMachines = new Set(surfaced.filter(({ owner }) => owner.isControlPlaneMachine).map(({ owner }) => owner.name));

  const lines: string[] = [];
  let budget = maxMessages;
  for (const reports of reportsByKind(surfaced)) {
    const sorted = reports.toSorted((a, b) => compareReports(a, b, ranks));
    const shown = sorted.slice(0, budget);
    budget -= shown.length;
    lines.push(...shown.map((report) => toLine(report, controlPlaneMachines)), ...countOthers(sorted.slice(shown.length), ranks));
  }
  return lines.join('\n');
}

function rankTexts(conditions: readonly OwnedCondition[], priorityOf: (condition: ConditionState) => MergePriority): Map<string, TextRank> {
  const ranks = new Map<string, TextRank>();
  for (const condition of conditions) {
    const text = condition.message ?? '';
    const priority = priorityOf(condition);
    const known = ranks.get(text) ?? { priority, first: false };
    ranks.set(text, { priority: rank[priority] < rank[known.priority] ? priority : known.priority, first: known.first || condition.owner.isControlPlaneMachine });
  }
  return ranks;
}

/** Reports of each kind, kinds in alphabetical order. */
function reportsByKind(conditions: readonly OwnedCondition[]): Report[][] {
  const kinds = new Map<string, Map<string, Report>>();
  for (const { owner, message: text = '' } of conditions) {
    const reports = kinds.get(owner.kind) ?? new Map<string, Report>();
    const report = reports.get(text) ?? { kind: owner.kind, text, names: [] };
    report.names.push(owner.name);
    kinds.set(owner.kind, reports.set(text, report));
  }
  return [...kinds.keys()].sort().map((kind) => [...(kinds.get(kind)?.values() ?? [])]);
}

function compareReports(a: Report, b: Report, ranks: ReadonlyMap<string, TextRank>): number {
  const left = ranks.get(a.text);
  const right = ranks.get(b.text);
  const byFirst = Number(right?.first) - Number(left?.first);
  const byPriority = rank[left?.priority ?? 'info'] - rank[right?.priority ?? 'info'];
  return byFirst || byPriority || b.names.length - a.names.length || compareText(a.names.toSorted().join(','), b.names.toSorted().join(','));
}

function toLine({ kind, text, names }: Report, controlPlaneMachines: ReadonlySet<string>): string {
  const sorted = names.toSorted((a, b) => Number(controlPlaneMachines.has(b)) - Number(controlPlaneMachines.has(a)) || compareText(a, b));
  const shown = sorted.slice(0, maxNames).join(', ');
  const more = sorted.length > maxNames ? `, ... (${sorted.length - maxNames} more)` : '';
  return withIndentedMessage(`* ${sorted.length === 1 ? kind : pluralize(kind)} ${shown}${more}:`, text);
}

function countOthers(hidden: readonly Report[], ranks: ReadonlyMap<string, TextRank>): string[] {
  return (['issue', 'unknown', 'info'] as const).flatMap((priority) => {
    const reports = hidden.filter(({ text }) => ranks.get(text)?.priority === priority);
    const count = reports.reduce((sum, { names }) => sum + names.length, 0);
    const kind = reports[0]?.kind ?? '';
    return count === 0 ? [] : [`And ${count} ${count === 1 ? kind : pluralize(kind)} ${others[priority]}`];
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
