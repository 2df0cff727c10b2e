/**
 * Conditions of the older API, still kept under `status.deprecated.v1beta1.conditions` (CL-14): they have a severity, need no reason, and merge by other rules.
 */
import type { ConditionStatus, KubeObject } from '@clusterwright/api';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';

export type Severity = 'Error' | 'Warning' | 'Info';

/** What merging needs; stored conditions, drafts and conditions of providers all fit. */
export interface V1Beta1ConditionState {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly severity?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
}

export function v1beta1True(type: string): V1Beta1ConditionDraft {
  return { type, status: 'True' };
}

export function v1beta1False(type: string, reason: string, severity: Severity, message?: string): V1Beta1ConditionDraft {
  return { type, status: 'False', severity, reason, message };
}

export function v1beta1Unknown(type: string, reason: string, message?: string): V1Beta1ConditionDraft {
  return { type, status: 'Unknown', reason, message };
}

interface Sourced {
  readonly condition: V1Beta1ConditionState;
  readonly negative: boolean;
  readonly source?: Pick<KubeObject, 'kind' | 'metadata'> | undefined;
}

interface Group {
  readonly status: ConditionStatus;
  readonly severity: string;
  readonly members: Sourced[];
}

export interface V1Beta1SummaryInput {
  /** Conditions of the object, drafts of this pass included; Ready itself is left out. */
  readonly conditions: readonly V1Beta1ConditionState[];
  /** Types that count; of several in the worst group the first here gives reason and message. */
  readonly of: readonly string[];
  readonly negative?: readonly string[] | undefined;
  /** Say "x of y completed" instead of a message. */
  readonly stepCounter?: boolean | undefined;
  /** Only while no condition outside these exists; then y is their number. */
  readonly stepCounterIfOnly?: readonly string[] | undefined;
}

/** Condition Ready made of the others; undefined where none of them exists. */
export function summarizeV1Beta1({ conditions, of, negative = [], stepCounter = false, stepCounterIfOnly }: V1Beta1SummaryInput): V1Beta1ConditionDraft | undefined {
  const members = conditions.filter(({ type }) => type !== 'Ready' && of.includes(type)).map((condition) => ({ condition, negative: negative.includes(condition.type) }));
  const counts = stepCounter && (stepCounterIfOnly === undefined || members.every(({ condition }) => stepCounterIfOnly.includes(condition.type)));
  return merge(members, { target: 'Ready', order: of, steps: counts ? (stepCounterIfOnly ?? of).length : undefined, addSource: false });
}

export interface V1Beta1Fallback {
  readonly status: boolean;
  readonly reason: string;
  readonly severity: Severity;
  readonly message?: string | undefined;
}

/** Repeats Ready of another object under a type of our own; undefined where it is missing and there is no fallback. */
export function mirrorV1Beta1(target: string, ready: V1Beta1ConditionState | undefined, fallback?: V1Beta1Fallback): V1Beta1ConditionDraft | undefined {
  if (ready) return { type: target, status: ready.status, severity: severityOf(ready), reason: ready.reason || undefined, message: ready.message || undefined };
  if (!fallback) return undefined;
  return fallback.status ? v1beta1True(target) : v1beta1False(target, fallback.reason, fallback.severity, fallback.message);
}

export interface V1Beta1AggregateInput {
  readonly target: string;
  readonly objects: readonly { readonly object: Pick<KubeObject, 'kind' | 'metadata'>; readonly ready: V1Beta1ConditionState | undefined }[];
  /** Append `@ Kind/name` to the reason. */
  readonly addSource?: boolean | undefined;
}

/** Merges Ready of many objects; those without it do not count, and undefined where none has it. */
export function aggregateV1Beta1({ target, objects, addSource = false }: V1Beta1AggregateInput): V1Beta1ConditionDraft | undefined {
  const members = objects.flatMap(({ object, ready }) => (ready ? [{ condition: ready, negative: false, source: object }] : []));
  return merge(members, { target, order: [], steps: objects.length, addSource });
}

interface MergeOptions {
  readonly target: string;
  readonly order: readonly string[];
  readonly steps: number | undefined;
  readonly addSource: boolean;
}

function merge(members: readonly Sourced[], { target, order, steps, addSource }: MergeOptions): V1Beta1ConditionDraft | undefined {
  const groups = groupsByPriority(members);
  const top = groups[0];
  if (!top) return undefined;
  if (top.status === 'True') return v1beta1True(target);

  const decisive = firstByOrder(top, order);
  const message = steps === undefined ? decisive?.condition.message : `${completed(groups)} of ${steps} completed`;
  const reason = reasonOf(decisive, addSource);
  return { type: target, status: top.status, severity: top.status === 'False' ? severityOf(top) : undefined, reason, message: message || undefined };
}

function groupsByPriority(members: readonly Sourced[]): Group[] {
  const groups: Group[] = [];
  for (const member of members) {
    const status = member.negative ? negated(member.condition.status) : member.condition.status;
    const severity = member.condition.severity ?? '';
    const group = groups.find((candidate) => candidate.status === status && candidate.severity === severity);
    if (group) group.members.push(member);
    else groups.push({ status, severity, members: [member] });
  }
  return groups.sort((a, b) => priorityOf(a) - priorityOf(b));
}

function negated(status: ConditionStatus): ConditionStatus {
  if (status === 'Unknown') return status;
  return status === 'True' ? 'False' : 'True';
}

function priorityOf({ status, severity }: Group): number {
  if (status === 'True') return 3;
  if (status === 'Unknown') return 4;
  const index = ['Error', 'Warning', 'Info'].indexOf(severity);
  // A False without severity comes from an object of the newer API, and does not weigh in the older one.
  return index < 0 ? 99 : index;
}

function firstByOrder({ members }: Group, order: readonly string[]): Sourced | undefined {
  const position = ({ condition }: Sourced): number => {
    const index = order.indexOf(condition.type);
    return index < 0 ? order.length : index;
  };
  const name = ({ source }: Sourced): string => source?.metadata.name ?? '';
  return members.toSorted((a, b) => position(a) - position(b) || compareTypes(a.condition.type, b.condition.type) || compareText(name(a), name(b)))[0];
}

const completed = (groups: readonly Group[]): number => groups.find(({ status, severity }) => status === 'True' && severity === '')?.members.length ?? 0;

function reasonOf(decisive: Sourced | undefined, addSource: boolean): string | undefined {
  const reason = decisive?.condition.reason ?? '';
  if (!addSource || !decisive?.source || reason.includes('@')) return reason || undefined;
  return `${reason} @ ${decisive.source.kind}/${decisive.source.metadata.name}`;
}

function severityOf({ severity }: { readonly severity?: string | undefined }): Severity | undefined {
  return severity === 'Error' || severity === 'Warning' || severity === 'Info' ? severity : undefined;
}

/** Order of the older conditions in a list: Ready first, then by type. */
export function compareTypes(a: string, b: string): number {
  if (a === b) return 0;
  if (a === 'Ready') return -1;
  return b === 'Ready' ? 1 : compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
