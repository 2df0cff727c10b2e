import { randomInteger, type RandomInteger } from './names.ts';

/** What counting needs of a Machine. */
export interface PlacedMachine {
  readonly spec: { readonly failureDomain?: string | undefined };
}

export interface FailureDomainInput {
  readonly failureDomains: readonly { readonly name: string }[];
  readonly machines: readonly PlacedMachine[];
  /** The Machines that decide first: up-to-date ones for placing, eligible ones for deleting. */
  readonly priorityMachines: readonly PlacedMachine[];
  /** Breaks ties, so that many clusters made at once spread over domains. */
  readonly random?: RandomInteger | undefined;
}

interface Count {
  readonly name: string;
  readonly priority: number;
  readonly all: number;
}

const compareCounts = (a: Count, b: Count): number => a.priority - b.priority || a.all - b.all;

/** The domain for a new Machine: fewest priority Machines, then fewest of all; undefined where there are no domains. */
export function pickFewest(input: FailureDomainInput): string | undefined {
  return countMachines(input).sort(compareCounts)[0]?.name;
}

/** The domain to take a Machine from: most priority Machines, then most of all; undefined where no domain has a priority Machine. */
export function pickMost(input: FailureDomainInput): string | undefined {
  const most = countMachines(input).sort((a, b) => compareCounts(b, a))[0];
  return most && most.priority > 0 ? most.name : undefined;
}

/** Machines in domains that the cluster does not have, for the log. */
export function machinesInUnknownDomains<M extends PlacedMachine>(machines: readonly M[], failureDomains: readonly { readonly name: string }[]): M[] {
  const known = new Set(failureDomains.map(({ name }) => name));
  return machines.filter(({ spec }) => Boolean(spec.failureDomain) && !known.has(spec.failureDomain ?? ''));
}

function countMachines({ failureDomains, machines, priorityMachines, random = randomInteger }: FailureDomainInput): Count[] {
  const countIn = (list: readonly PlacedMachine[], name: string): number => list.filter(({ spec }) => spec.failureDomain === name).length;
  const counts = failureDomains.map(({ name }) => ({ name, priority: countIn(priorityMachines, name), all: countIn(machines, name) }));
  return shuffle(counts, random);
}

function shuffle<T>(items: readonly T[], random: RandomInteger): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(random(rest.length), 1));
}
