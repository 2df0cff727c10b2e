import type { KubeObject } from '@clusterwright/api';

/**
 * By the object that makes Machines: names of Machines whose creation was tried and neither succeeded nor was refused: no answer came, so they may exist.
 *
 * The next try uses the same names, which makes two attempts one Machine; until then nothing made for them may be taken for an orphan. Kept in memory only:
 * after a restart the first lists show what exists. A name is given up after two minutes, when no request can be under way any more.
 */
export interface PendingNames {
  /** Names still in doubt. */
  of(owner: KubeObject, now: Date): readonly string[];
  add(owner: KubeObject, name: string, now: Date): void;
  /** The Machine exists, or it is certain that it does not. */
  settle(owner: KubeObject, name: string): void;
}

const doubtMs = 120_000;

export function createPendingNames(): PendingNames {
  const pending = new Map<string, Map<string, number>>();
  const uidOf = ({ metadata }: KubeObject): string => metadata.uid ?? '';
  const settle: PendingNames['settle'] = (owner, name) => {
    const names = pending.get(uidOf(owner));
    names?.delete(name);
    if (names?.size === 0) pending.delete(uidOf(owner));
  };
  return {
    settle,
    add(owner, name, now) {
      const names = pending.get(uidOf(owner)) ?? new Map<string, number>();
      pending.set(uidOf(owner), names.set(name, names.get(name) ?? now.getTime()));
    },
    of(owner, now) {
      for (const [name, since] of pending.get(uidOf(owner)) ?? []) {
        if (now.getTime() - since > doubtMs) settle(owner, name);
      }
      return [...(pending.get(uidOf(owner))?.keys() ?? [])];
    },
  };
}
