import type { Machine } from '@clusterwright/api/core/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { ObservedObject } from '../../shared/observed-object.scope.ts';

const minute = 60_000;

/** Parts of the message of a draining Machine, and what they mean for someone who waits. */
const delays: readonly (readonly [text: string, reason: string])[] = [
  ["cannot evict pod as it would violate the pod's disruption budget.", 'PodDisruptionBudgets'],
  ['deletionTimestamp set, but still not removed from the Node', 'Pods not terminating'],
  ['failed to evict Pod', 'Pod eviction errors'],
  ['waiting for completion', 'Pods not completed yet'],
];

/** Names Machines that take more than 15 minutes to go, with the likely reasons; undefined where there are none. */
export function staleMachinesText(machines: readonly Machine[], now: Date): string | undefined {
  const stale = machines.filter(({ metadata }) => isOlderThan(metadata.deletionTimestamp, 15 * minute, now));
  if (stale.length === 0) return undefined;
  const messages = stale.map((machine) => drainMessage(machine, now));
  const reasons = delays.filter(([text]) => messages.some((message) => message.includes(text))).map(([, reason]) => reason);
  const delay = reasons.length > 0 ? `, delay likely due to ${reasons.join(', ')}` : '';
  return `${machinesAre(stale)} in deletion since more than 15m${delay}`;
}

/** Names unhealthy Machines that nobody is going to remediate; the empty string where there are none. */
export function unhealthyMachinesText(machines: readonly Machine[], remediator: string): string {
  return machines.length === 0 ? '' : `${machinesAre(machines)} not healthy (not to be remediated by ${remediator})`;
}

/** `Deleting 1 Machine`, `Deleting 3 Machines`, with a line about those that take too long. */
export function deletingMachinesText(machines: readonly Machine[], now: Date): string {
  return withStaleMachines(`Deleting ${String(machines.length)} Machine${machines.length === 1 ? '' : 's'}`, machines, now);
}

/** A message with one more line where Machines take too long to go. */
export function withStaleMachines(message: string, machines: readonly Machine[], now: Date): string {
  const stale = staleMachinesText(machines, now);
  return stale === undefined ? message : `${message}\n* ${stale}`;
}

function machinesAre(machines: readonly Machine[]): string {
  const names = machines.map(({ metadata }) => metadata.name).sort();
  const more = names.length > 3 ? `, ... (${String(names.length - 3)} more)` : '';
  return `Machine${names.length === 1 ? '' : 's'} ${names.slice(0, 3).join(', ')}${more} ${names.length === 1 ? 'is' : 'are'}`;
}

/** What a Machine says about its drain, once that has run for five minutes. */
function drainMessage({ status }: Machine, now: Date): string {
  const deleting = findCondition(status?.conditions, 'Deleting');
  const isDraining = deleting?.status === 'True' && deleting.reason === 'DrainingNode';
  return isDraining && isOlderThan(status?.deletion?.nodeDrainStartTime, 5 * minute, now) ? (deleting.message ?? '') : '';
}

function isOlderThan(time: string | undefined, ageMs: number, now: Date): boolean {
  return time !== undefined && now.getTime() - Date.parse(time) > ageMs;
}

/** The sentence about templates that are missing, for conditions: `A does not exist`, `A and B do not exist`; undefined where none is. */
export function missingTemplatesText(templates: readonly { readonly template: ObservedObject; readonly kind: string | undefined }[]): string | undefined {
  const missing = templates.filter(({ template }) => template.kind === 'notFound').map(({ kind = '' }) => kind);
  if (missing.length === 0) return undefined;
  return `${missing.join(' and ')} ${missing.length === 1 ? 'does' : 'do'} not exist`;
}
