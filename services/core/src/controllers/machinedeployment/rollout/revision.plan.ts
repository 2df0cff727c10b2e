import { revisionAnnotation, revisionHistoryAnnotation } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import type { MachineSet } from '@clusterwright/api/core/v1beta2';

type Annotations = Readonly<Record<string, string>>;

export interface Revision {
  readonly revision: string;
  readonly annotations: Annotations;
}

/**
 * The revision of the current MachineSet: one more than that of any old one, and never less than it has already.
 *
 * A set that becomes current again gets a new number, and remembers its former ones in the history annotation.
 */
export function planRevision(current: MachineSet | undefined, oldSets: readonly MachineSet[]): Revision {
  const annotations = current?.metadata.annotations ?? {};
  const own = annotations[revisionAnnotation];
  const history = annotations[revisionHistoryAnnotation];
  const next = Math.max(0, ...oldSets.map((set) => parseRevision(set.metadata.annotations?.[revisionAnnotation]) ?? 0)) + 1;
  if (own === undefined) return { revision: String(next), annotations: { ...historyAnnotation(history), [revisionAnnotation]: String(next) } };

  const ownNumber = parseRevision(own);
  if (ownNumber === undefined) throw new InvariantError(`failed to parse current revision ${JSON.stringify(own)} on MachineSet ${current?.metadata.name ?? ''}`);
  if (ownNumber >= next) return { revision: own, annotations: { ...historyAnnotation(history), [revisionAnnotation]: own } };
  return { revision: String(next), annotations: { ...historyAnnotation(history ? `${history},${own}` : own), [revisionAnnotation]: String(next) } };
}

/** What an old MachineSet keeps: applies own these annotations and would drop what they leave out. */
export function keptRevision(oldSet: MachineSet): Annotations {
  const { [revisionAnnotation]: revision, [revisionHistoryAnnotation]: history } = oldSet.metadata.annotations ?? {};
  return { ...(revision === undefined ? {} : { [revisionAnnotation]: revision }), ...historyAnnotation(history) };
}

const historyAnnotation = (history: string | undefined): Annotations => (history === undefined ? {} : { [revisionHistoryAnnotation]: history });

function parseRevision(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
