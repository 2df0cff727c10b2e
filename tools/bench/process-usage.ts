import { readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMegabytes: number;
}

/** The kernel's clock ticks per second; 100 on every Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** Reads /proc; a process that is gone has used nothing. Linux only. */
export function usageOf(pid: number): Usage {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The command's name may hold spaces, so count from its closing bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '0';
    return { cpuSeconds: ticks / ticksPerSecond, rssMegabytes: Number(rss) / 1024 };
  } catch {
    return { cpuSeconds: 0, rssMegabytes: 0 };
  }
}

export type Usages = Readonly<Record<string, Usage>>;

export function usagesOf(pids: Readonly<Record<string, number | undefined>>): Usages {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, usageOf(pid ?? 0)]));
}

/** CPU used between two readings, and the memory at the second. */
export function usageBetween(before: Usages, after: Usages): Usages {
  return Object.fromEntries(Object.entries(after).map(([name, { cpuSeconds, rssMegabytes }]) => [name, { cpuSeconds: cpuSeconds - (before[name]?.cpuSeconds ?? 0), rssMegabytes }]));
}
