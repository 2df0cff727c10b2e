import { keyOf } from '@clusterwright/api';
import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import type { Client } from '../client.ts';
import type { Logger } from '../log.ts';
import { statusChangeOf } from './status-pace.ts';
import type { StatusPace } from './status-pace.ts';
import type { ConditionDraft, Report, V1Beta1ConditionDraft } from '../reconciler.ts';
import { rfc3339 } from '../rfc3339.ts';
import { sameJson } from '../same-json.ts';
import { mergeConditions, mergeV1Beta1Conditions } from './condition-list.ts';
import type { V1Beta1Condition } from './condition-list.ts';
import { changesSince, mergeDiff } from './merge-diff.ts';
import { patchSharedStatus } from './shared-status.ts';
import type { StatusMergePatch } from './shared-status.ts';

export interface ReportWriter<T extends KubeObject> {
  readonly client: Client;
  readonly resource: Resource<T>;
  readonly owned: ReadonlySet<string>;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly statusPace: StatusPace;
  readonly log: Logger;
}

/** How a report was written. */
export interface WrittenReport<T> {
  readonly object: T;
  /** A status write was held back for this long; 0 when nothing was. */
  readonly heldMs: number;
}

interface StatusWithConditions {
  conditions?: Condition[];
  deprecated?: { v1beta1?: { conditions?: V1Beta1Condition[] } };
  [field: string]: unknown;
}

/**
 * Writes what differs between a report and the object as it is now: metadata and spec in one request, status in another.
 *
 * `object` is what the report was computed from. Metadata and spec have other writers: of them only what the report says otherwise than `object` is written.
 */
export async function writeReport<T extends KubeObject>(writer: ReportWriter<T>, object: T, report: Report): Promise<WrittenReport<T>> {
  const latest = await writer.client.get(writer.resource, keyOf(object));
  // A new object under the same name is none of this pass's business.
  if (!latest || latest.metadata.uid !== object.metadata.uid) return { object, heldMs: 0 };
  const withSpec = await writeMain(writer, { seen: object, latest }, report);
  return writeStatus(writer, withSpec, observingOwnChange({ seen: object, latest, written: withSpec }, report));
}

/** The generation that an own write of the spec made has been seen as well: nobody else's change is in it. */
function observingOwnChange({ seen, latest, written }: Readonly<Record<'seen' | 'latest' | 'written', KubeObject>>, report: Report): Report {
  const { observedGeneration } = report.status ?? {};
  const generation = seen.metadata.generation ?? 0;
  const isOwn = latest.metadata.generation === generation && written.metadata.generation === generation + 1;
  return observedGeneration !== undefined && isOwn ? { ...report, status: { ...report.status, observedGeneration: generation + 1 } } : report;
}

async function writeMain<T extends KubeObject>(writer: ReportWriter<T>, { seen, latest }: Readonly<Record<'seen' | 'latest', T>>, report: Report): Promise<T> {
  const desired = { ...(report.metadata ? { metadata: report.metadata } : {}), ...(report.spec ? { spec: report.spec } : {}) };
  const patch = mergeDiff(changesSince(seen, desired) ?? {}, latest);
  if (!patch) return latest;
  const metadata = patch['metadata'] as Record<string, unknown> | undefined;
  writer.log.debug('Patching metadata and spec', { diff: patch });
  // Owner references are one list for all writers: a stale one must not be written back.
  if (metadata && 'ownerReferences' in metadata) metadata['resourceVersion'] = ownersVersion(seen, latest);
  return writer.client.patch(writer.resource, keyOf(latest), { type: 'merge', body: patch }, { signal: writer.signal });
}

/** The version that a list of owners made from `seen` may replace: the present one while nobody changed the list, else one that is refused as a conflict. */
function ownersVersion({ metadata: seen }: KubeObject, { metadata: latest }: KubeObject): string | undefined {
  return sameJson(seen.ownerReferences, latest.ownerReferences) ? latest.resourceVersion : seen.resourceVersion;
}

async function writeStatus<T extends KubeObject>(writer: ReportWriter<T>, object: T, report: Report): Promise<WrittenReport<T>> {
  const patch = statusPatch(object, report, writer.owned, writer.now());
  if (!patch) return { object, heldMs: 0 };
  const heldMs = writer.statusPace.waitMs(object, statusChangeOf(patch, object));
  if (heldMs > 0) return { object, heldMs };
  writer.log.debug('Patching status', { diff: patch });
  const written = await patchSharedStatus(writer, object, patch);
  writer.statusPace.wrote();
  return { object: written, heldMs: 0 };
}

/**
 * The merge patch of the status subresource; undefined where nothing changes. Pure.
 *
 * Carries the resourceVersion where other controllers have conditions in the same list, so that theirs are never overwritten by a stale copy.
 */
export function statusPatch(object: KubeObject, report: Report, owned: ReadonlySet<string>, now: Date): (StatusMergePatch & Record<string, unknown>) | undefined {
  const current = statusOf(object);
  const time = rfc3339(now);
  const status = mergeDiff(report.status ?? {}, current) ?? {};
  // What is drafted is owned, also where a controller states a type only for some objects.
  const { conditions: drafts = [], v1beta1Conditions } = report;
  const own = new Set([...owned, ...drafts.map(({ type }) => type)]);
  const conditions = report.conditions && conditionsPatch(current.conditions, drafts, { owned: own, generation: object.metadata.generation, now: time });
  mergeInto(status, { ...(conditions ? { conditions } : {}), ...(v1beta1Conditions ? v1beta1Patch(current, v1beta1Conditions, time) : {}) });
  if (Object.keys(status).length === 0) return undefined;
  return writesList(status) && hasForeign(current, own) ? { metadata: { resourceVersion: object.metadata.resourceVersion }, status } : { status };
}

function statusOf(object: KubeObject): StatusWithConditions {
  return (object as { status?: StatusWithConditions }).status ?? {};
}

const writesList = (status: object): boolean => 'conditions' in status || 'deprecated' in status;

/** Whether others have conditions in the list as well. */
function hasForeign({ conditions = [] }: StatusWithConditions, own: ReadonlySet<string>): boolean {
  return conditions.some(({ type }) => !own.has(type));
}

function v1beta1Patch({ deprecated }: StatusWithConditions, drafts: readonly V1Beta1ConditionDraft[], now: string): Record<string, unknown> | undefined {
  const known = deprecated?.v1beta1?.conditions;
  const next = mergeV1Beta1Conditions(known, drafts, now);
  return next.length > 0 && !sameJson(next, known) ? { deprecated: { v1beta1: { conditions: next } } } : undefined;
}

function conditionsPatch(current: readonly Condition[] = [], drafts: readonly ConditionDraft[], options: Parameters<typeof mergeConditions>[2]): Condition[] | undefined {
  const next = mergeConditions(current, drafts, options);
  const known = new Map(current.map((condition) => [condition.type, condition]));
  // The order on the server is no reason to write.
  const isSame = next.length === known.size && next.every((condition) => sameJson(condition, known.get(condition.type)));
  return isSame ? undefined : next;
}

function mergeInto(target: Record<string, unknown>, fragment: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fragment)) {
    const known = target[name];
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && typeof known === 'object' && known !== null) mergeInto(known as Record<string, unknown>, value as Record<string, unknown>);
    else target[name] = value;
  }
}
