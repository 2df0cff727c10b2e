import type { MachineSet } from '@clusterwright/api/core/v1beta2';

/**
 * Names of Machines whose creation was tried and neither succeeded nor was refused: no answer came, so they may exist.
 *
 * The next try uses the same names, which makes two attempts one Machine; until then nothing made for them may be taken for an orphan. Kept in memory only:
 * after a restart the first lists show what exists. A name is given up after two minutes, when no request can be under way any more.
 */
export interface PendingNames {
  /** Names still in doubt. */
  of(machineSet: MachineSet, now: Date): readonly string[];
  add(machineSet: MachineSet, name: string, now: Date): void;
  /** The Machine exists, or it is certain that it does not. */
  settle(machineSet: MachineSet, name: string): void;
}

const doubtMs = 120_000;

export function createPendingNames(): PendingNames {
  const pending = new Map<string, Map<string, number>>();
  const uidOf = ({ metadata }: MachineSet): string => metadata.uid ?? '';
  const settle: PendingNames['settle'] = (machineSet, name) => {
    const names = pending.get(uidOf(machineSet));
    names?.delete(name);
    if (names?.size === 0) pending.delete(uidOf(machineSet));
  };
  return {
    settle,
    add(machineSet, name, now) {
      const names = pending.get(uidOf(machineSet)) ?? new Map<string, number>();
      pending.set(uidOf(machineSet), names.set(name, names.get(name) ?? now.getTime()));
    },
    of(machineSet, now) {
      for (const [name, since] of pending.get(uidOf(machineSet)) ?? []) {
        if (now.getTime() - since > doubtMs) settle(machineSet, name);
      }
      return [...(pending.get(uidOf(machineSet))?.keys() ?? [])];
    },
  };
}
